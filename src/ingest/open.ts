import { stat } from 'node:fs/promises';
import { isatty } from 'node:tty';
import type { OpenOptions, TraceInput } from './input.ts';
import { openHere } from './open-here.ts';
import { ThreadInput } from './thread-input.ts';

/** A smaller file is read before a thread has started. */
const SMALL = 1 << 20;

/**
 * Opens a trace and recognises its format by content; `-` is stdin. What is long is read by a thread of its own, so that
 * parsing it takes none of this thread's time.
 * Throws InputError for a file that is missing, empty, a directory, or in a format that is not read.
 */
export async function openTrace(path: string, options: OpenOptions = {}): Promise<TraceInput> {
  const apart = ThreadInput.isPossible && (options.thread ?? (await isLong(path)));
  return apart ? ThreadInput.open(path, options) : openHere(path, options);
}

/** Whether there is, or may be, much to read. What cannot be opened is left to whoever opens it. */
async function isLong(path: string): Promise<boolean> {
  if (path === '-') return !isatty(0);
  try {
    const status = await stat(path);
    return status.isFile() && status.size >= SMALL;
  } catch {
    return false;
  }
}
