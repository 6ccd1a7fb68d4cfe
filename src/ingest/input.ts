import type { Dictionary, EventBatch } from '../events/batch.ts';
import type { BatchMemory } from './batch-memory.ts';

/**
 * What became of every line of the input. `lines` is the sum of events, headers, continuations, blanks, lossMarks and
 * diagnostics; a line that ends in both CR and LF, or in nothing at the end of the file, is one line.
 */
export interface LineCounts {
  lines: number;
  events: number;
  /** Lines that begin with `#`, and the `cpus=N` and `version = N` lines of trace-cmd. */
  headers: number;
  /** Stack frames and wrapped text, kept with the event before. */
  continuations: number;
  blanks: number;
  /** `CPU:n [LOST m EVENTS]` lines. A header that tells of overwritten events counts as a header. */
  lossMarks: number;
  diagnostics: number;
  /** Events whose time is before that of the event above; not a class of lines. */
  backwardSteps: number;
}

/** What the tracer wrote above the events; null where it wrote nothing of the kind. */
export interface TraceHeader {
  readonly tracer: string | null;
  /** Events in the buffer when it was read, and events ever written to it: the difference was overwritten. */
  readonly entries: number | null;
  readonly written: number | null;
  readonly cpus: number | null;
}

/** A line that is neither an event nor anything else we know; `rule` is a short stable name of what is wrong with it. */
export interface Diagnostic {
  /** Line number in the input, from 1. */
  readonly line: number;
  readonly text: string;
  readonly rule: string;
  readonly severity: 'info' | 'warning' | 'error';
  /** Number (in the order of the file) of the last event above the line; 0 before the first. */
  readonly afterSeq: number;
}

/** A stack frame or wrapped text: belongs to the event above it. */
export interface Continuation {
  /** Number (in the order of the file) of the event it belongs to; it may be in an earlier batch. */
  readonly seq: number;
  readonly text: string;
}

/** Events in the order of the file, and what stood between them. Plain data: it can be posted to another thread. */
export interface ReadBatch extends EventBatch {
  readonly diagnostics: readonly Diagnostic[];
  readonly continuations: readonly Continuation[];
}

/** A trace that is being read. The counters are live while `batches()` is iterated, which can be done once. */
export interface TraceInput {
  /** The reader that recognised the content: `ftrace text`, ... */
  readonly format: string;
  /** Path as given; `-` for stdin. */
  readonly path: string;
  /** Grows with each batch: an id in a batch is in here when the batch is delivered. */
  readonly dictionary: Dictionary;
  /** Absolute time of `ts` 0, a whole second at or before the first event. Known once the first batch came. */
  readonly originNs: bigint;
  readonly counts: Readonly<LineCounts>;
  /** Known once the first batch came; null where the input has no header. */
  readonly header: TraceHeader | null;
  /** Bytes of the input (as stored: compressed where it is) consumed so far, and in all; null for a pipe. */
  readonly bytesRead: number;
  readonly bytesTotal: number | null;
  /** SHA-256 of the input's bytes as stored, in hex; null until the last batch came. */
  readonly sha256: string | null;
  /**
   * Reads the events. Throws InputError when the input turns out to hold no event, or ends in the middle of a
   * compressed stream; in the second case the batches before the error hold everything that could be read.
   */
  batches(): AsyncIterable<ReadBatch>;
  /** Takes the memory of a batch for later ones; nobody may look at that batch any more. Optional, and faster. */
  reuse(memory: BatchMemory): void;
  /** Releases the file; safe at any moment. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Events per batch; 16384 unless told. */
  readonly batchEvents?: number;
  /** False to skip the hash; `sha256` stays null. */
  readonly hash?: boolean;
  /** Whether to read in a thread of its own; decided by size unless told. Where none can be, reading is done here. */
  readonly thread?: boolean;
  /** Ends the waiting for the first bytes; its reason is thrown. Only a thread's waiting can be ended. */
  readonly signal?: AbortSignal;
}
