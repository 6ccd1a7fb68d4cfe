import type { Shape } from './shape.ts';

/** Who ran when an event was recorded: `tgid` is null where the trace has no tgid column or printed dashes. */
export interface Task {
  readonly comm: string;
  readonly tid: number;
  readonly tgid: number | null;
}

/** What the numbers in the columns of batches stand for; grows while a trace is read, ids never change. */
export interface Dictionary {
  readonly shapes: readonly Shape[];
  readonly tasks: readonly Task[];
  /** Interned texts: values of `text` fields, and flag columns such as `d..3.`. */
  readonly texts: readonly string[];
}

/**
 * A ring buffer that overran: `count` events (null: not said) of `cpu` (null: not said) are missing just before event
 * `index` of the batch; `index` = `n` is after its last event.
 */
export interface LossMark {
  readonly index: number;
  readonly cpu: number | null;
  readonly count: number | null;
}

/**
 * Columns of consecutive events. Event i has number `firstSeq + i`, its arguments are
 * args[argStart[i]] to args[argStart[i + 1]], one per field of its shape: a word (see base/word.ts), a decimal, or for a
 * `text` field the id of a text (negative: -1 - k is the k-th of `inlineTexts`, once the intern table is full).
 */
export interface EventBatch {
  readonly firstSeq: number;
  readonly n: number;
  /** Nanoseconds since the trace's origin (a whole second at or before the first event; see `Origin`). */
  readonly ts: Float64Array;
  readonly cpu: Uint16Array;
  readonly task: Uint32Array;
  /** Text id of the irqs-off/need-resched/... column; 0 is the empty text: no such column. */
  readonly flags: Uint16Array;
  readonly shape: Uint16Array;
  readonly argStart: Uint32Array;
  readonly args: Float64Array;
  /** Arguments (by index into `args`) whose 64 bits no double holds exactly; `args` has the nearest double. */
  readonly wide: ReadonlyMap<number, bigint>;
  readonly inlineTexts: readonly string[];
  readonly losses: readonly LossMark[];
}
