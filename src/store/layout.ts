/** Arguments kept in a row of `event`: most events have no more, and a column that is not used costs a byte in every row. */
export const inlineArgs = 6;

/** Arguments in a row of `event_more`. */
export const moreArgs = 8;

/** `event_more.id` = seq * 64 + k, k from 1: so many rows can one event have there, at most. */
export const moreStride = 64;

/** Rows of `event_more` that an event with `fields` fields needs. */
export function moreRows(fields: number): number {
  return fields > inlineArgs ? Math.ceil((fields - inlineArgs) / moreArgs) : 0;
}
