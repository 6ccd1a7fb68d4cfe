import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { assert } from '../../base/errors.ts';
import { programFile } from '../../base/program-file.ts';
import type { Dictionary, EventBatch } from '../../events/batch.ts';
import { memoryOf, transferOf } from '../../ingest/batch-memory.ts';
import { Lessons } from '../../ingest/lessons.ts';
import { Waiting } from '../../ingest/waiting.ts';
import type { NewStore } from '../../store/create.ts';
import { DerivedWriter } from '../../store/index.ts';
import type { ImportResult } from '../../store/source.ts';
import type { FromFolder, ToFolder } from './fold-messages.ts';
import { type ImportFold, type Reuse, settle } from './import-fold.ts';

const program = programFile('commands/import/fold-thread');

/** Batches that may be on their way to the folding thread or in it. */
const mostOnTheWay = 4;

/**
 * Folds in a thread of its own, behind the thread that stores. Its answer to a batch is written when so many others were
 * sent, neither sooner nor later: when checkpoints are made must not hang on which thread is faster.
 */
export class FoldApart implements ImportFold {
  private readonly dictionary: Dictionary;
  private readonly lessons = new Lessons();
  private readonly worker = new Worker(program);
  private readonly answers = new Waiting<FromFolder>();
  private writer: DerivedWriter | null = null;
  private onTheWay = 0;

  private readonly reuse: Reuse;

  /** `dictionary` grows as the trace is read. */
  constructor(dictionary: Dictionary, reuse: Reuse) {
    this.dictionary = dictionary;
    this.reuse = reuse;
    this.worker.on('message', (message: FromFolder) => this.answers.put(message));
    this.worker.on('error', (error) => this.answers.fail(error));
    this.worker.on('exit', (code) => this.answers.fail(new Error(`the folding thread ended with ${code}`)));
  }

  /** Whether a trace can be folded so; the sources themselves cannot. */
  static get isPossible(): boolean {
    return existsSync(fileURLToPath(program));
  }

  async apply(batch: EventBatch, { db }: NewStore): Promise<void> {
    this.writer ??= new DerivedWriter(db);
    if (this.onTheWay === mostOnTheWay) await this.write(this.writer);
    const { firstSeq, n, ts, cpu, task, flags, shape, argStart, args, wide, inlineTexts, losses } = batch;
    const plain = { firstSeq, n, ts, cpu, task, flags, shape, argStart, args, wide, inlineTexts, losses };
    const learnt = this.lessons.since(this.dictionary);
    this.post({ kind: 'batch', batch: plain, learnt, stored: this.writer.otherBytes }, transferOf(memoryOf(batch)));
    this.onTheWay++;
  }

  async finish(result: ImportResult, store: NewStore): Promise<void> {
    const writer = this.writer ?? new DerivedWriter(store.db);
    while (this.onTheWay > 0) await this.write(writer);
    this.post({ kind: 'end' });
    const last = await this.answers.take();
    assert(last.kind === 'ended', 'the last answer of a fold is its end');
    writer.write(last.rows);
    settle(last.by, result, store);
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private async write(writer: DerivedWriter): Promise<void> {
    const answer = await this.answers.take();
    assert(answer.kind === 'rows', 'each batch is answered before the end');
    this.onTheWay--;
    writer.write(answer.rows);
    if (answer.memory) this.reuse(answer.memory);
  }

  private post(message: ToFolder, memory: ArrayBuffer[] = []): void {
    this.worker.postMessage(message, memory);
  }
}
