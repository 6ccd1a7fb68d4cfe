import type { Mm } from '../kernel/mm.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';
import { beginGather, finishGather } from './gather.ts';
import { lockForRead, lockForWrite, unlockForRead, unlockForWrite } from './mmap-lock.ts';
import { freeTables, removeVma } from './munmap.ts';
import { giveTablePage, putTables } from './tables.ts';
import { detachVma, writeLockVma } from './vma-lock.ts';
import { zapRange } from './zap.ts';

/** The running task ends; with its last thread the address space does. */
export function* exit(m: Machine): Steps {
  const t = m.current;
  const mm = t.mm as Mm;
  m.say.task.enter('exit_group', [['error_code', 0]]);
  mm.users--;
  const last = mm.users === 0;
  m.say.task.exit(t, last);
  t.mm = null;
  yield;
  if (last) yield* exitMmap(m, mm);
}

/** exit_mmap(), and the mm_struct after it. */
export function* exitMmap(m: Machine, mm: Mm): Steps {
  m.say.task.exitMmap(mm);
  yield* lockForRead(m, mm);
  const vmas = [...mm.vmas];
  const g = beginGather(m, mm, true);
  for (const vma of vmas) {
    yield* zapRange(m, g, vma, vma.start, vma.end, { reclaim: false, dropMarkers: true });
  }
  yield* putTables(m);
  unlockForRead(m, mm);
  yield* lockForWrite(m, mm);
  for (const vma of vmas) {
    yield* writeLockVma(m, vma);
    yield* detachVma(m, vma);
    mm.erase(vma);
  }
  yield* freeTables(m, g, vmas, true);
  yield* finishGather(m, g);
  for (const vma of vmas) removeVma(m, vma);
  unlockForWrite(m, mm);
  m.say.task.treeGone(mm);
  m.check('A16', mm.stale.length === 0 && mm.tables.size === 0 && mm.leaves.size === 0);
  m.check(
    'R1',
    mm.rss.every((pages) => pages === 0),
  );
  m.check('R3', mm.tableBytes === 0);
  m.tlbs.forget(mm);
  // Reclaim, migration and KSM may be at work on it until its last user lets go.
  while (mm.lock.readers.size > 0) yield () => mm.lock.readers.size === 0;
  m.say.task.mmDrop(mm);
  giveTablePage(m, mm.pgdPfn);
  m.freeMm(mm);
}
