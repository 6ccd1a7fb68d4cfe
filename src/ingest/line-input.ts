import { InputError } from '../base/errors.ts';
import type { Dictionary } from '../events/batch.ts';
import type { BatchMemory } from './batch-memory.ts';
import type { LineCounts, ReadBatch, TraceHeader, TraceInput } from './input.ts';
import { LineBuffer } from './line-buffer.ts';
import type { LineParser, Reader } from './readers/index.ts';
import type { Source } from './source.ts';

/** A trace made of lines. */
export class LineInput implements TraceInput {
  readonly format: string;
  readonly path: string;
  private readonly source: Source;
  private readonly parser: LineParser;
  private readonly buffer = new LineBuffer();

  constructor(source: Source, reader: Reader, first: Buffer, batchEvents: number) {
    this.source = source;
    this.path = source.path;
    this.format = reader.name;
    this.parser = reader.open(batchEvents);
    this.buffer.add(first);
  }

  get dictionary(): Dictionary {
    return this.parser.dictionary;
  }

  get originNs(): bigint {
    return this.parser.originNs ?? 0n;
  }

  get counts(): Readonly<LineCounts> {
    return this.parser.counts;
  }

  get header(): TraceHeader | null {
    return this.parser.header;
  }

  get bytesRead(): number {
    return this.source.bytesRead;
  }

  get bytesTotal(): number | null {
    return this.source.bytesTotal;
  }

  get sha256(): string | null {
    return this.source.sha256;
  }

  async *batches(): AsyncGenerator<ReadBatch> {
    try {
      const cut = yield* this.read();
      const last = this.parser.take();
      if (last !== null) yield last;
      if (cut !== null) throw cut;
      if (this.counts.events === 0) throw new InputError(noEvent(this.path, this.counts.lines));
    } finally {
      await this.close();
    }
  }

  /** Reads to the end of the input; gives the error that ended it early, if any. */
  private async *read(): AsyncGenerator<ReadBatch, unknown> {
    const lines = this.buffer;
    for (;;) {
      yield* this.parse(lines.whole());
      try {
        const piece = await this.source.next();
        if (piece === null) break;
        lines.add(piece);
      } catch (error) {
        yield* this.parse(lines.all());
        return error;
      }
    }
    yield* this.parse(lines.all());
    return null;
  }

  reuse(memory: BatchMemory): void {
    this.parser.reuse(memory);
  }

  close(): Promise<void> {
    return this.source.close();
  }

  private *parse(end: number): Generator<ReadBatch> {
    for (let i = 0; i < end; ) {
      i = this.parser.parse(this.buffer.bytes, i, end);
      if (!this.parser.isFull) continue;
      const batch = this.parser.take();
      if (batch !== null) yield batch;
    }
  }
}

function noEvent(path: string, lines: number): string {
  return `${path}: none of its ${lines} lines is an event of ftrace; expected lines such as \`bash-930 [003] d... 6288.896762: page_fault_user: address=0x55bc6c5557d0 ...\`.`;
}
