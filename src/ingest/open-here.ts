import type { OpenOptions, TraceInput } from './input.ts';
import { LineInput } from './line-input.ts';
import { HEAD, recognise } from './recognise.ts';
import { Source } from './source.ts';

const BATCH_EVENTS = 16384;

/** Opens a trace that this thread reads itself; see openTrace. */
export async function openHere(path: string, options: OpenOptions = {}): Promise<TraceInput> {
  const source = await Source.open(path, options.hash ?? true);
  try {
    let head: Buffer = Buffer.alloc(0);
    for (let piece: Buffer | null; head.length < HEAD; head = Buffer.concat([head, piece])) {
      piece = await source.next();
      if (piece === null) break;
    }
    return new LineInput(source, recognise(path, head), head, options.batchEvents ?? BATCH_EVENTS);
  } catch (error) {
    await source.close();
    throw error;
  }
}
