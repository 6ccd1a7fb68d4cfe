import type { Dictionary } from '../../events/batch.ts';
import type { BatchMemory } from '../batch-memory.ts';
import type { LineCounts, ReadBatch, TraceHeader } from '../input.ts';
import { ftraceText } from './ftrace-text.ts';

/** Turns whole lines into batches; see TraceInput for what its properties mean. */
export interface LineParser {
  readonly dictionary: Dictionary;
  readonly counts: Readonly<LineCounts>;
  readonly originNs: bigint | null;
  readonly header: TraceHeader | null;
  /** Whether a batch is full and must be taken before more lines are read. */
  readonly isFull: boolean;
  /** Reads whole lines of b[from..to) until a batch is full; gives where it stopped. b[to - 1] is a newline. */
  parse(b: Buffer, from: number, to: number): number;
  /** The events gathered since the last call; null when there is nothing. */
  take(): ReadBatch | null;
  /** Takes the memory of a batch for later ones; nobody may look at that batch any more. */
  reuse(memory: BatchMemory): void;
}

/** One trace format. */
export interface Reader {
  readonly name: string;
  /** Whether this is the format, going by the first bytes of the input. */
  detect(head: Buffer): boolean;
  open(batchEvents: number): LineParser;
}

/** The formats that are read, in the order they are tried. */
export const readers: readonly Reader[] = [ftraceText];
