import { FIRST_NON_SWAP_TYPE, isZeroPage } from './kpageflags.ts';
import type { Pages } from './snapshot.ts';

/**
 * Reads lines of `vaddr raw pfn present swapped file/shared exclusive softdirty kpagecount kpageflags`: an entry of
 * /proc/PID/pagemap (Documentation/admin-guide/mm/pagemap.rst) and what kpagecount and kpageflags say of its page. All is
 * hex but for kpagecount.
 */
export function parsePagemap(text: string): Pages {
  const present = new Map<number, number>();
  const zero = new Set<number>();
  const count = new Map<number, number>();
  const swapped = new Set<number>();
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [vaddr, raw, pfn, isPresent, isSwapped, , , , kpagecount, kpageflags] = line.split(' ');
    const va = Number.parseInt(vaddr, 16);
    if (isPresent === '1') {
      present.set(va, Number.parseInt(pfn, 16));
      count.set(va, Number(kpagecount));
      if (isZeroPage(kpageflags)) zero.add(va);
    } else if (isSwapped === '1' && (Number.parseInt(raw.slice(-2), 16) & 0x1f) < FIRST_NON_SWAP_TYPE) {
      swapped.add(va);
    }
  }
  return { present, zero, count, swapped };
}
