import type { Mm } from '../kernel/mm.ts';
import { otherPte, tableIndex } from '../kernel/page-table.ts';
import type { Vma } from '../kernel/vma.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';
import { beginGather, finishGather, type Gather } from './gather.ts';
import { lockForRead, unlockForRead } from './mmap-lock.ts';
import { setPte } from './pte.ts';
import { allocTable, allocUpper, leaveTable, lockTableAt, putTables } from './tables.ts';
import { readLockVma, readUnlockVma } from './vma-lock.ts';
import { zapRange } from './zap.ts';

const MADV_DONTNEED = 4;
const MADV_GUARD_INSTALL = 102;

/** madvise(MADV_DONTNEED) of a range inside one VMA. */
export function* dontneed(m: Machine, start: number, end: number): Steps {
  const mm = m.current.mm as Mm;
  enter(m, mm, start, end, MADV_DONTNEED);
  const perVma = m.profile.vmaLock === 'refcnt';
  const g = perVma ? beginGather(m, mm) : null;
  const locked = perVma ? yield* readLockVma(m, mm, start) : null;
  if (locked !== null && end <= locked.end) {
    yield* zapSingle(m, g as Gather, locked, start, end);
    yield* finishGather(m, g as Gather);
    readUnlockVma(m, locked);
  } else {
    if (locked !== null) readUnlockVma(m, locked);
    yield* lockForRead(m, mm);
    const vma = mm.find(start);
    const own = g ?? beginGather(m, mm);
    if (vma !== null && end <= vma.end) yield* zapSingle(m, own, vma, start, end);
    yield* finishGather(m, own);
    unlockForRead(m, mm);
  }
  yield* putTables(m);
  leave(m);
}

function* zapSingle(m: Machine, g: Gather, vma: Vma, start: number, end: number): Steps {
  m.say.table.zapSingle(g, vma, start, end - start);
  yield* zapRange(m, g, vma, start, end, { reclaim: true, dropMarkers: false });
}

/** madvise(MADV_GUARD_INSTALL): guard markers in entries that are none. */
export function* guardInstall(m: Machine, start: number, end: number): Steps {
  const mm = m.current.mm as Mm;
  enter(m, mm, start, end, MADV_GUARD_INSTALL);
  yield* lockForRead(m, mm);
  for (let va = start; va < end; va += 4096) {
    yield* allocUpper(m, mm, va);
    yield* allocTable(m, mm, va);
    if (mm.leaves.has(tableIndex(va))) continue;
    const table = yield* lockTableAt(m, mm, va);
    if (table === null) continue;
    if (table.entryOf(va) === null) setPte(m, table, va, otherPte('marker', {}), 'guard');
    yield* leaveTable(m, table);
  }
  yield* putTables(m);
  unlockForRead(m, mm);
  leave(m);
}

function enter(m: Machine, mm: Mm, start: number, end: number, behavior: number): void {
  m.say.task.enter('madvise', [
    ['start', start],
    ['len_in', end - start],
    ['behavior', behavior],
  ]);
  m.say.task.madvise(mm, start, end - start, behavior);
}

function leave(m: Machine): void {
  m.say.task.madviseRet();
  m.say.task.leave('madvise', '0');
}
