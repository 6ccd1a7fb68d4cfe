import type { Row } from '../bench.ts';
import { isMet } from './row.ts';

/** The head of the table, as Markdown: it can be put into a document as it is. */
export const tableHead = `| what | input | against | ratio | by cpu time | wanted | |
|---|---|---|---|---|---|---|`;

/** A row of the table; `judged` where the sizes are such that what is wanted can be expected. */
export function rowText({ what, input, against, ratio, cpuRatio, wanted, figures }: Row, judged: boolean): string {
  const met = wanted === null || !judged ? '' : isMet(ratio, wanted) ? ' (met)' : ' (missed)';
  return `| ${what} | ${input} | ${against} | ${short(ratio)} | ${cpuRatio === null ? '' : short(cpuRatio)} | ${wanted ?? ''}${met} | ${figures} |`;
}

function short(ratio: number): string {
  return ratio.toPrecision(3);
}
