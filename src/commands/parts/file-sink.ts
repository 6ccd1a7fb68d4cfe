import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { MmfoldError, OutputError } from '../../base/errors.ts';
import type { Sink } from '../../output/index.ts';

/** Writes a file; what is half written is removed. Throws OutputError when the file cannot be written. */
export async function writeFile(path: string, write: (sink: Sink) => void | Promise<void>): Promise<void> {
  const fd = attempt(path, () => openSync(path, 'w'));
  try {
    await write({ write: (chunk) => attempt(path, () => writeAll(fd, chunk)) });
    attempt(path, () => closeSync(fd));
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}

function writeAll(fd: number, chunk: string | Uint8Array): void {
  const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  for (let from = 0; from < bytes.length; ) from += writeSync(fd, bytes, from);
}

function attempt<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
    if (error instanceof MmfoldError || code === undefined) throw error;
    throw new OutputError(
      code === 'ENOSPC' ? `${path} cannot be written: the disk is full` : `${path} cannot be written (${code})`,
    );
  }
}
