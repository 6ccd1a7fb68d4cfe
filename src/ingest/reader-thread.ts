import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { assert, InputError } from '../base/errors.ts';
import { memoryOf, transferOf } from './batch-memory.ts';
import type { TraceInput } from './input.ts';
import { Lessons } from './lessons.ts';
import { openHere } from './open-here.ts';
import { type Failure, type FromReader, mostWaiting, type Order, type State, type ToReader } from './thread-messages.ts';

/** Lets as many batches go as wait to be used at most. */
class Gate {
  private free = mostWaiting;
  private open: (() => void) | null = null;

  /** Waits until another batch may be posted. */
  async pass(): Promise<void> {
    if (this.free === 0) {
      await new Promise<void>((resolve) => {
        this.open = resolve;
      });
    }
    this.free--;
  }

  /** Says that a batch was used up. */
  used(): void {
    this.free++;
    this.open?.();
    this.open = null;
  }
}

function stateOf({ counts, header, originNs, bytesRead }: TraceInput): State {
  return { counts: { ...counts }, header, originNs, bytesRead };
}

function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  return { message, ofInput: error instanceof InputError };
}

/** Reads the trace of an order, and posts its batches as they are asked for. */
async function read({ path, options }: Order, port: MessagePort): Promise<void> {
  const post = (message: FromReader, memory: ArrayBuffer[] = []) => port.postMessage(message, memory);
  const gate = new Gate();
  const lessons = new Lessons();
  let input: TraceInput | null = null;
  port.on('message', (message: ToReader) => {
    if (message.kind === 'used') gate.used();
    else input?.reuse(message.memory);
  });
  try {
    input = await openHere(path, options);
    post({ kind: 'opened', format: input.format, bytesTotal: input.bytesTotal });
    let failure: Failure | null = null;
    try {
      for await (const batch of input.batches()) {
        await gate.pass();
        post(
          { kind: 'batch', batch, learnt: lessons.since(input.dictionary), state: stateOf(input) },
          transferOf(memoryOf(batch)),
        );
      }
    } catch (error) {
      failure = failureOf(error);
    }
    post({ kind: 'ended', state: stateOf(input), sha256: input.sha256, failure });
  } catch (error) {
    post({ kind: 'failed', failure: failureOf(error) });
  } finally {
    port.removeAllListeners();
    port.unref();
  }
}

assert(parentPort !== null, 'the reader runs in a thread of its own');
void read(workerData as Order, parentPort);
