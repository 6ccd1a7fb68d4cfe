/** So many facts are folded in the time that a person takes for "at once"; a checkpoint is not worth it before. */
export const ROWS_BETWEEN = 80_000;

/** With so many entries to restore nothing would be left to fold, but this part of the rows always is. */
const ENTRIES_AT_MOST = 4_000_000;
const LEAST_PART = 0.45;

/**
 * How many rows are folded before the next checkpoint, `rows` where there is nothing to restore. The more entries a checkpoint has, the
 * fewer, so that a moment costs much the same anywhere in a trace: of 60 million events, seeks of one mm took 16 ms instead of 19
 * (median), and all that is derived as many bytes. With fewer rows everywhere, moments at the beginning of a trace were reached faster alone.
 */
export function rowsBetween(rows: number, entries: number): number {
  return rows * Math.max(LEAST_PART, 1 - entries / ENTRIES_AT_MOST);
}
