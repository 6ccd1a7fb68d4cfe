import type { Dictionary, EventBatch } from '../events/batch.ts';

/** What became of every line of the input; `lines` is the sum of the six classes. */
export interface InputCounts {
  readonly lines: number;
  readonly events: number;
  readonly headers: number;
  readonly continuations: number;
  readonly blanks: number;
  readonly lossMarks: number;
  readonly diagnostics: number;
}

/** A line that is no event: see the table `diagnostic`. `afterSeq` is in the numbering of the batches. */
export interface InputDiagnostic {
  readonly line: number | null;
  readonly text: string;
  readonly rule: string;
  readonly severity: 'info' | 'warning' | 'error';
  readonly afterSeq: number;
}

/** A stack frame or wrapped text below event `seq`. */
export interface InputContinuation {
  readonly seq: number;
  readonly text: string;
}

/** Events in the order of the input, with what stood between them. */
export interface SourceBatch extends EventBatch {
  readonly diagnostics: readonly InputDiagnostic[];
  readonly continuations: readonly InputContinuation[];
}

/** What a store needs of whatever gives it events: a reader of a file, or a generator. */
export interface EventSource {
  readonly format: string;
  readonly path: string;
  readonly dictionary: Dictionary;
  /** Known once the first batch came. */
  readonly originNs: bigint;
  readonly counts: InputCounts;
  readonly header: {
    readonly tracer: string | null;
    readonly entries: number | null;
    readonly written: number | null;
    readonly cpus: number | null;
  } | null;
  readonly bytesTotal: number | null;
  readonly sha256: string | null;
  batches(): AsyncIterable<SourceBatch> | Iterable<SourceBatch>;
}

/** Leaves events out, as the options `text` of the command line say. */
export interface ImportFilter {
  readonly text: string;
  /** Events left out so far. */
  readonly filtered: number;
  apply(batch: SourceBatch, originNs: bigint): SourceBatch;
}

/** What came of an import. */
export interface ImportResult {
  readonly events: number;
  readonly backwardSteps: number;
  /** True when events were given new numbers: what `onBatch` saw was not in fold order. */
  readonly renumbered: boolean;
}
