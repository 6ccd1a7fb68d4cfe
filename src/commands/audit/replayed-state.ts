import type { ReplayedMm, ReplayedState } from '../../audit/replayed.ts';
import type { MmView } from '../../replay/view.ts';

/** The state after event `seq` in the words of audit. */
export function replayedState(seq: number, mms: readonly MmView[]): ReplayedState {
  return { seq, mms: mms.map(replayedMm), folios: null };
}

function replayedMm(view: MmView): ReplayedMm {
  const { mm, pids, complete, vmas, tables } = view;
  return {
    mm,
    pids,
    complete,
    rss: view.lastRssStat,
    vmas: vmas.map((vma) => ({ ...vma, pgoff: vma.pgoff < 0 ? null : vma.pgoff })),
    ptes: view.entries(),
    tables: { ...tables, pte: tables.pte?.map((table) => ({ ...table, va: table.va < 0 ? null : table.va })) ?? null },
    mmap_lock: view.mmapLock,
  };
}
