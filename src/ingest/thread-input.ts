import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { InputError } from '../base/errors.ts';
import { programFile } from '../base/program-file.ts';
import { type BatchMemory, transferOf } from './batch-memory.ts';
import type { LineCounts, OpenOptions, ReadBatch, TraceHeader, TraceInput } from './input.ts';
import { TaughtDictionary } from './lessons.ts';
import type { Failure, FromReader, Order, State, ToReader } from './thread-messages.ts';
import { Waiting } from './waiting.ts';

/** What the thread runs. */
const program = programFile('ingest/reader-thread');

/** A trace that is read by a thread of its own; what this thread sees of it is as far as the last batch it was given. */
export class ThreadInput implements TraceInput {
  readonly path: string;
  readonly format: string;
  readonly bytesTotal: number | null;
  readonly dictionary = new TaughtDictionary();
  sha256: string | null = null;
  private readonly worker: Worker;
  private readonly waiting: Waiting<FromReader>;
  private state: State = {
    counts: {
      lines: 0,
      events: 0,
      headers: 0,
      continuations: 0,
      blanks: 0,
      lossMarks: 0,
      diagnostics: 0,
      backwardSteps: 0,
    },
    header: null,
    originNs: 0n,
    bytesRead: 0,
  };

  private constructor(
    path: string,
    worker: Worker,
    waiting: Waiting<FromReader>,
    opened: FromReader & { readonly kind: 'opened' },
  ) {
    this.path = path;
    this.worker = worker;
    this.waiting = waiting;
    this.format = opened.format;
    this.bytesTotal = opened.bytesTotal;
  }

  /** Whether a trace can be read so; the sources themselves cannot. */
  static get isPossible(): boolean {
    return existsSync(fileURLToPath(program));
  }

  /** Starts the thread and waits until it knows the trace's format. Throws what opening a trace throws. */
  static async open(path: string, { signal, ...options }: OpenOptions): Promise<ThreadInput> {
    const worker = new Worker(program, { workerData: { path, options } satisfies Order });
    const waiting = new Waiting<FromReader>();
    worker.on('message', (message: FromReader) => waiting.put(message));
    worker.on('error', (error) => waiting.fail(error));
    worker.on('exit', (code) => waiting.fail(new Error(`the reading thread ended with ${code}`)));
    const interrupt = () => waiting.fail(signal?.reason);
    signal?.addEventListener('abort', interrupt);
    try {
      return await ThreadInput.begun(path, worker, waiting);
    } catch (error) {
      await worker.terminate();
      throw error;
    } finally {
      signal?.removeEventListener('abort', interrupt);
    }
  }

  private static async begun(path: string, worker: Worker, waiting: Waiting<FromReader>): Promise<ThreadInput> {
    const first = await waiting.take();
    if (first.kind === 'opened') return new ThreadInput(path, worker, waiting, first);
    throw first.kind === 'failed' ? errorOf(first.failure) : new Error(`the reading thread began with ${first.kind}`);
  }

  get counts(): Readonly<LineCounts> {
    return this.state.counts;
  }

  get header(): TraceHeader | null {
    return this.state.header;
  }

  get originNs(): bigint {
    return this.state.originNs;
  }

  get bytesRead(): number {
    return this.state.bytesRead;
  }

  async *batches(): AsyncGenerator<ReadBatch> {
    try {
      for (;;) {
        const message = await this.waiting.take();
        if (message.kind === 'batch') {
          this.state = message.state;
          this.dictionary.learn(message.learnt);
          yield message.batch;
          this.worker.postMessage({ kind: 'used' } satisfies ToReader);
        } else if (message.kind === 'ended') {
          this.state = message.state;
          this.sha256 = message.sha256;
          if (message.failure) throw errorOf(message.failure);
          return;
        }
      }
    } finally {
      await this.close();
    }
  }

  reuse(memory: BatchMemory): void {
    this.worker.postMessage({ kind: 'memory', memory } satisfies ToReader, transferOf(memory));
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}

function errorOf({ message, ofInput }: Failure): Error {
  return ofInput ? new InputError(message) : new Error(message);
}
