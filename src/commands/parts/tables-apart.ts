import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { programFile } from '../../base/program-file.ts';
import type { TableSink } from '../../models/page-table/table-sink.ts';
import type { Pieces, TablesAhead, TablesBegun } from '../../replay/tables-ahead.ts';
import { Claim, type FromReader, type ReaderStart, type TableContents, type ToReader } from './table-messages.ts';

const program = programFile('commands/parts/table-thread');

/** A table takes milliseconds: a thread that says nothing for so long has ended. */
const PATIENCE_MS = 10_000;

/**
 * Reads page tables in a thread of its own, for a session that goes to many moments. Either side takes what nobody has taken yet: whoever
 * asks from the first page table on, the thread in the order in which they are put. Where the thread fails, nothing is read ahead.
 * A command that goes to one moment is slower with it, 0.77 s instead of 0.72: code that runs for the first time runs slowly in both.
 */
export class TablesApart implements TablesAhead {
  readonly leastBytes: number;
  private readonly answers = new Int32Array(new SharedArrayBuffer(4));
  private thread: { readonly worker: Worker; readonly port: MessagePort } | null = null;
  private begun: Begun | null = null;
  private rounds = 0;
  private failed = false;

  /** The thread is started when it is first of use. */
  constructor(leastBytes = 1 << 18) {
    this.leastBytes = leastBytes;
  }

  begin(tables: number): TablesBegun {
    this.begun?.forget();
    this.begun = new Begun(this, ++this.rounds, tables);
    this.post({ kind: 'begin', round: this.begun.round, claims: this.begun.claims });
    return this.begun;
  }

  /** Tells the thread. */
  post(message: ToReader): void {
    if (!this.failed) this.running().port.postMessage(message);
  }

  /** Waits until the thread has said more than it had; false when it has ended. */
  hear(tell: (answer: FromReader) => void): boolean {
    if (this.failed) return false;
    const { port } = this.running();
    const before = Atomics.load(this.answers, 0);
    let heard = false;
    for (let got = receiveMessageOnPort(port); got; got = receiveMessageOnPort(port)) {
      tell(got.message as FromReader);
      heard = true;
    }
    if (!heard && Atomics.wait(this.answers, 0, before, PATIENCE_MS) === 'timed-out') this.failed = true;
    return !this.failed;
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    this.failed = true;
    this.thread?.port.close();
    await this.thread?.worker.terminate();
  }

  private running(): { readonly worker: Worker; readonly port: MessagePort } {
    if (this.thread) return this.thread;
    const { port1, port2 } = new MessageChannel();
    const workerData: ReaderStart = { port: port2, answers: this.answers };
    const worker = new Worker(program, { workerData, transferList: [port2] });
    worker.on('error', () => {
      this.failed = true;
    });
    worker.unref();
    this.thread = { worker, port: port1 };
    return this.thread;
  }
}

/** The page tables of one state, as both sides share them out. */
class Begun implements TablesBegun {
  readonly round: number;
  readonly claims: Int32Array;
  private readonly apart: TablesApart;
  private readonly read = new Map<number, TableContents | null>();

  constructor(apart: TablesApart, round: number, tables: number) {
    this.apart = apart;
    this.round = round;
    this.claims = new Int32Array(new SharedArrayBuffer(4 * tables));
  }

  put(i: number, pieces: Pieces): void {
    this.apart.post({ kind: 'table', i, pieces });
  }

  take(i: number, into: TableSink): boolean {
    if (Atomics.compareExchange(this.claims, i, Claim.open, Claim.here) !== Claim.apart) return false;
    const contents = this.waitFor(i);
    if (!contents) return false;
    const { indices, counts, rooms, columns, end, huge } = contents;
    into.load(indices, counts, rooms, columns, end);
    for (const [va, pfn, info, since] of huge) into.setPmd(va, pfn, info, since);
    return true;
  }

  /** What the thread has not begun it need not begin any more, and what it is at is of no use. */
  forget(): void {
    for (let i = 0; i < this.claims.length; i++) Atomics.store(this.claims, i, Claim.here);
    this.read.clear();
  }

  private waitFor(i: number): TableContents | null {
    const keep = (answer: FromReader) => {
      if (answer.round === this.round) this.read.set(answer.i, answer.contents);
    };
    while (!this.read.has(i) && this.apart.hear(keep));
    const contents = this.read.get(i) ?? null;
    this.read.delete(i);
    return contents;
  }
}
