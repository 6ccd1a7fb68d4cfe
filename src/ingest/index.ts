import type { OpenOptions, TraceInput } from './input.ts';

/**
 * Opens a trace and recognises its format by content; `-` is stdin.
 * Throws InputError for a file that is missing, empty, a directory, or in a format that is not read.
 */
export async function openTrace(path: string, options: OpenOptions = {}): Promise<TraceInput> {
  throw new Error(`not yet: ${path} ${JSON.stringify(options)}`);
}
