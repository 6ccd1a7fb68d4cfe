import { parseMapsLine } from './maps.ts';
import type { SmapsVma } from './snapshot.ts';

const counter = /^(Rss|Anonymous|Swap): +(\d+) kB$/;
const fieldOf = { Rss: 'rss', Anonymous: 'anonymous', Swap: 'swap' } as const;

/** Reads /proc/PID/smaps: the counts that the entries of a page table decide. */
export function parseSmaps(text: string): SmapsVma[] {
  const vmas: { -readonly [K in keyof SmapsVma]: SmapsVma[K] }[] = [];
  for (const line of text.split('\n')) {
    const match = counter.exec(line);
    const last = vmas.at(-1);
    if (match && last) {
      last[fieldOf[match[1] as keyof typeof fieldOf]] = Number(match[2]) / 4;
      continue;
    }
    const vma = parseMapsLine(line);
    if (vma) vmas.push({ start: vma.start, end: vma.end, inode: vma.inode, rss: 0, anonymous: 0, swap: 0 });
  }
  return vmas;
}
