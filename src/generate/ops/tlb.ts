import type { Mm, Stale } from '../kernel/mm.ts';
import { type Pte, pfnOf } from '../kernel/page-table.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';

/** End of the user half of an address space. */
export const taskSize = 0x8000_0000_0000;

/** Remembers that CPUs may still use a translation that its entry no longer gives. */
export function leaveStale(m: Machine, mm: Mm, va: number, pte: Pte, batched = false): void {
  if (mm.cpus.size === 0 || pte.type !== 'present') return;
  const file = pte.folio?.kind === 'file';
  mm.stale.push({ va, pfn: pfnOf(pte), writable: pte.write, dirty: pte.dirty, file, batched, born: m.staleBorn++ });
}

/** Flushes [start, end) of an mm on every CPU that may hold translations of it; `end` null is the whole mm. */
export function* flushRange(m: Machine, mm: Mm, start: number, end: number | null, freedTables = false): Steps {
  const before = m.staleBorn;
  const to = end ?? taskSize;
  m.say.table.flushRange(mm, start, end, freedTables);
  yield* flushCpus(m, [mm], start, to, end === null ? null : (to - start) / 4096);
  finishFlush(m, mm, start, to, before);
}

/** Flushes everything of several mms: the end of unmaps whose flushes were put off. */
export function* flushBatch(m: Machine, mms: readonly Mm[]): Steps {
  const before = m.staleBorn;
  yield* flushCpus(m, mms, 0, taskSize, null);
  for (const mm of mms) {
    finishFlush(m, mm, 0, taskSize, before);
    // Reclaim may have put off more while the other CPUs answered.
    mm.batchPending = mm.stale.some((s) => s.batched);
  }
}

/** Interrupts the other CPUs, one after another, and flushes this one. */
function* flushCpus(m: Machine, mms: readonly Mm[], start: number, end: number, pages: number | null): Steps {
  const t = m.current;
  const cpus = new Set<number>();
  for (const mm of mms) for (const cpu of mm.cpus) cpus.add(cpu);
  t.spins++;
  if ([...cpus].some((cpu) => cpu !== t.cpu)) m.say.table.flush(pages, 'send');
  for (const cpu of cpus) {
    yield;
    for (const mm of mms) m.tlbs.flush(cpu, mm, start, end);
  }
  if (cpus.has(t.cpu)) m.say.table.flush(pages, mms.length > 1 || pages === null ? 'all' : 'local');
  t.spins--;
}

function finishFlush(m: Machine, mm: Mm, start: number, end: number, before: number): void {
  const stays = (s: Stale): boolean => s.va < start || s.va >= end || s.born >= before;
  mm.stale = mm.stale.filter(stays);
  m.say.step.flush(mm, start, end);
}

/** Before a zap, mprotect or mremap looks at entries: flushes put-off unmaps of the mm (flush_tlb_batched_pending). */
export function* flushPending(m: Machine, mm: Mm): Steps {
  if (mm.batchPending) yield* flushBatch(m, [mm]);
}
