import type { BatchMemory } from './batch-memory.ts';
import type { LineCounts, OpenOptions, ReadBatch, TraceHeader } from './input.ts';
import type { Learnt } from './lessons.ts';

/** What the reading thread is told to begin with. */
export interface Order {
  readonly path: string;
  readonly options: Omit<OpenOptions, 'signal'>;
}

/** How far the reading thread has come; see TraceInput. */
export interface State {
  readonly counts: Readonly<LineCounts>;
  readonly header: TraceHeader | null;
  readonly originNs: bigint;
  readonly bytesRead: number;
}

/** An error on its way: classes do not survive the post. */
export interface Failure {
  readonly message: string;
  /** True for an InputError. */
  readonly ofInput: boolean;
}

/** From the reading thread. `opened` or `failed` comes first; `ended` (with the error that cut the input short, if any) last. */
export type FromReader =
  | { readonly kind: 'opened'; readonly format: string; readonly bytesTotal: number | null }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'batch'; readonly batch: ReadBatch; readonly learnt: Learnt; readonly state: State }
  | { readonly kind: 'ended'; readonly state: State; readonly sha256: string | null; readonly failure: Failure | null };

/** To the reading thread: one more batch was used up; memory that later batches may lie in. */
export type ToReader = { readonly kind: 'used' } | { readonly kind: 'memory'; readonly memory: BatchMemory };

/** Batches that may wait for their reader; with more, memory grows and nothing goes faster. */
export const mostWaiting = 4;
