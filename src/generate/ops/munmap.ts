import type { Mm } from '../kernel/mm.ts';
import { type PteTable, tableIndex } from '../kernel/page-table.ts';
import type { Vma } from '../kernel/vma.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';
import { beginGather, finishGather, type Gather } from './gather.ts';
import { linkRmap } from './mmap.ts';
import { downgrade, lockForWrite, unlockForRead } from './mmap-lock.ts';
import { lockPmd, lockTable, unlockPmd, unlockTable } from './pte.ts';
import { lockRmap } from './rmap-walk.ts';
import { splitVma } from './split-vma.ts';
import { freeTable, freeUpper, unlinkTable } from './tables.ts';
import { detachVma, writeLockVma } from './vma-lock.ts';
import { zapRange } from './zap.ts';

/** munmap() of a range inside one VMA. */
export function* munmap(m: Machine, start: number, end: number): Steps {
  const mm = m.current.mm as Mm;
  m.say.task.enter('munmap', [
    ['addr', start],
    ['len', end - start],
  ]);
  yield* lockForWrite(m, mm);
  const vma = mm.find(start);
  if (vma !== null && end <= vma.end) yield* unmapVma(m, mm, vma, start, end);
  else downgrade(m, mm);
  unlockForRead(m, mm);
  m.say.task.leave('munmap', '0');
}

/** do_vmi_align_munmap(): entered with mmap_lock for write, left with it for read. */
function* unmapVma(m: Machine, mm: Mm, vma: Vma, start: number, end: number): Steps {
  m.say.space.munmap(vma, start, end);
  if (start > vma.start) yield* splitVma(m, vma, start, true);
  if (end < vma.end) yield* splitVma(m, vma, end, false);
  yield* writeLockVma(m, vma);
  yield;
  yield* detachVma(m, vma);
  yield;
  mm.erase(vma);
  m.say.space.erased(mm, start, end);
  downgrade(m, mm);
  yield;
  const g = beginGather(m, mm);
  yield* zapRange(m, g, vma, start, end, { reclaim: false, dropMarkers: true });
  yield* freeTables(m, g, [vma], false);
  yield* finishGather(m, g);
  removeVma(m, vma);
  m.say.space.munmapRet();
}

/** free_pgtables(): VMAs leave the rmap trees, then tables that no VMA of the mm needs go. */
export function* freeTables(m: Machine, g: Gather, vmas: readonly Vma[], exiting: boolean): Steps {
  const [first] = vmas;
  if (first === undefined) return;
  m.say.table.freeTables(g, first);
  const early = m.holds('rmap-unlinks-first');
  if (early) for (const vma of vmas) yield* unlinkFromRmap(m, vma);
  for (const vma of vmas) {
    for (let index = tableIndex(vma.start); index <= tableIndex(vma.end - 1); index++) {
      const table = g.mm.tables.get(index);
      if (table === undefined || neededBy(g.mm, index)) continue;
      yield* freeOne(m, g, table, vmas, exiting ? 'exit' : 'munmap');
      yield;
    }
  }
  if (!early) for (const vma of vmas) yield* unlinkFromRmap(m, vma);
  freeUpper(m, g, g.mm);
}

function* freeOne(m: Machine, g: Gather, table: PteTable, vmas: readonly Vma[], why: string): Steps {
  yield* lockPmd(m, g.mm, table.index);
  yield* lockTable(m, table);
  // Where tables are counted, its last user may have been first.
  const { linked } = table;
  if (linked) {
    m.check(
      'B7',
      vmas.every((v) => !v.rmapLinked),
    );
    unlinkTable(m, table, why);
  }
  unlockTable(m, table);
  unlockPmd(m, g.mm, table.index);
  if (!linked) return;
  freeTable(m, g, table);
  g.freedTables = true;
  g.covers(table.start, 0x200000);
}

/** Whether a VMA of the tree still lies in the 2 MiB. */
function neededBy(mm: Mm, index: number): boolean {
  const start = index * 0x200000;
  return mm.vmas.some((v) => v.start < start + 0x200000 && v.end > start);
}

function* unlinkFromRmap(m: Machine, vma: Vma): Steps {
  yield* lockRmap(vma);
  vma.file?.vmas.delete(vma);
  vma.anon?.vmas.delete(vma);
  linkRmap(m, vma, false);
}

/** remove_vma(): the VMA's memory may be used for another one at once. */
export function removeVma(m: Machine, vma: Vma): void {
  m.say.space.remove(vma);
  m.say.space.free(vma);
  m.check('D10', m.profile.vmaLock === 'none' || (vma.refcnt === 0 && vma.readers.size === 0) || m.profile.vmaLock === 'rwsem');
  m.freeVma(vma);
}
