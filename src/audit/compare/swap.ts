import { hex } from '../../base/word.ts';
import { PAGE_SIZE } from '../snapshot/snapshot.ts';
import { defineComparison, lacking } from './define.ts';
import { pagesOf } from './present.ts';
import { swapTruth } from './truth.ts';

/** Swap entries, as a set of addresses: which slot of swap they name is in no event. */
export const swap = defineComparison({
  name: 'swap',
  about: 'swap entries: va against pagemap and the page-table walk',
  compare({ mm, snapshot }, tally, report) {
    const truth = swapTruth(snapshot);
    if (!truth) return false;
    const seen = new Set<number>();
    for (const entry of mm?.ptes ?? []) {
      if (entry.type !== 'swap') continue;
      const { certainty, since } = entry;
      for (let i = 0; i < pagesOf(entry); i++) {
        const va = entry.va + i * PAGE_SIZE;
        seen.add(va);
        if (truth.has(va)) {
          tally.matched[certainty]++;
        } else {
          tally.extra[certainty]++;
          report({ what: 'extra', where: hex(va), kernel: 'none', replay: 'swap', certainty, since });
        }
      }
    }
    for (const va of truth) {
      if (!seen.has(va)) lacking(mm, hex(va), 'swap', tally, report);
    }
    return true;
  },
});
