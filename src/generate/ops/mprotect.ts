import type { Mm } from '../kernel/mm.ts';
import { tableIndex } from '../kernel/page-table.ts';
import { VM_SHARED, VM_WRITE, type Vma } from '../kernel/vma.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';
import { beginGather, finishGather, type Gather } from './gather.ts';
import { splitLeaf } from './huge.ts';
import { lockForWrite, unlockForWrite } from './mmap-lock.ts';
import { setPte } from './pte.ts';
import { splitVma } from './split-vma.ts';
import { leaveTable, lockTableAt, putTables } from './tables.ts';
import { flushPending, leaveStale } from './tlb.ts';
import { writeLockVma } from './vma-lock.ts';

/** mprotect() of a range inside one VMA, to read-only or to writable. */
export function* mprotect(m: Machine, start: number, end: number, write: boolean): Steps {
  const mm = m.current.mm as Mm;
  m.say.task.enter('mprotect', [
    ['start', start],
    ['len', end - start],
    ['prot', write ? 3 : 1],
  ]);
  yield* lockForWrite(m, mm);
  const g = beginGather(m, mm);
  const vma = mm.find(start);
  if (vma !== null && end <= vma.end && vma.has(VM_WRITE) !== write) yield* fixup(m, g, vma, start, end, write);
  yield* putTables(m);
  yield* finishGather(m, g);
  unlockForWrite(m, mm);
  m.say.task.leave('mprotect', '0');
}

/** mprotect_fixup(). */
function* fixup(m: Machine, g: Gather, vma: Vma, start: number, end: number, write: boolean): Steps {
  const flags = write ? vma.flags + VM_WRITE : vma.flags - VM_WRITE;
  m.say.space.protectFixup(vma, start, end, flags);
  if (start > vma.start) yield* splitVma(m, vma, start, true);
  if (end < vma.end) yield* splitVma(m, vma, end, false);
  yield* writeLockVma(m, vma);
  m.say.step.vmaChange(vma, 'vm_flags', vma.flags, flags, false);
  vma.flags = flags;
  vma.changed();
  m.say.space.changeProtection(vma, start, end);
  let pages = 0;
  for (let va = start; va < end; ) {
    const next = Math.min(end, (tableIndex(va) + 1) * 0x200000);
    if (g.mm.leaves.has(tableIndex(va))) yield* splitLeaf(m, vma, va);
    pages += yield* changeTable(m, g, vma, va, next, write);
    va = next;
  }
  m.say.space.changeProtectionRet(pages);
  m.say.space.mapped(vma);
  m.say.space.protectFixupRet();
}

/** change_pte_range(). */
function* changeTable(m: Machine, g: Gather, vma: Vma, start: number, end: number, write: boolean): Steps<number> {
  const table = yield* lockTableAt(m, g.mm, start);
  if (table === null) return 0;
  yield* flushPending(m, g.mm);
  let pages = 0;
  for (let va = start; va < end; va += 4096) {
    const pte = table.entryOf(va);
    if (pte === null || pte.type !== 'present' || pte.folio === null) continue;
    pages++;
    if (!write && pte.write) {
      leaveStale(m, g.mm, va, pte);
      setPte(m, table, va, { ...pte, write: false }, 'mprotect');
      g.covers(va, 4096);
    } else if (write && !pte.write && !vma.has(VM_SHARED) && pte.folio.exclusive[pte.sub] === 1 && pte.dirty) {
      // can_change_pte_writable(): only an exclusive page saves the write fault.
      setPte(m, table, va, { ...pte, write: true }, 'mprotect');
    }
    if (m.prng.chance(1, 8)) yield;
  }
  yield* leaveTable(m, table);
  return pages;
}
