import type { ReplayedMm, ReplayedState } from '../../audit/replayed.ts';
import type { MmView, WorldView } from '../../replay/view.ts';

/** The state after event `seq` in the words of audit. */
export function replayedState(seq: number, view: WorldView): ReplayedState {
  // A page of a large folio is counted for itself, as kpagecount does.
  const folios = [...view.pages()].map(({ pfn, mapcount, certainty }) => ({ pfn, order: 0, mapcount, certainty }));
  return { seq, mms: view.mms().map(replayedMm), folios };
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
