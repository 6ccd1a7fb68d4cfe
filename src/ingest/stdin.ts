import { createReadStream, fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { isMainThread } from 'node:worker_threads';

/**
 * The process' stdin, to be read by this thread. The `process.stdin` of a thread is fed by the main one, which has other
 * things to do; and a pipe is read as a socket because such a read can be given up, as Ctrl-C wants it.
 */
export function stdin(): Readable {
  if (isMainThread) return process.stdin;
  const status = fstatSync(0);
  if (status.isFIFO() || status.isSocket()) return new Socket({ fd: 0, readable: true, writable: false });
  return createReadStream('', { fd: 0, autoClose: false, highWaterMark: 1 << 20 });
}
