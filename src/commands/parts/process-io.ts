import { OutputError } from '../../base/errors.ts';
import type { Io } from './io.ts';

/**
 * The process' own streams, each made when it is first used: Node takes some milliseconds for one. A reader that goes away, as
 * `head` does, ends the program quietly.
 */
export function processIo(): Io {
  return {
    stdout: { write: (chunk) => writeTo(process.stdout, chunk) },
    warn: (line) => void process.stderr.write(`mmfold: ${line}\n`),
    get screen() {
      return process.stderr.isTTY ? { draw: (text: string) => void process.stderr.write(`\r\u001b[K${text}`) } : null;
    },
    async readStdin() {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks).toString('utf8');
    },
  };
}

function writeTo(stream: NodeJS.WriteStream, chunk: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once('error', onError);
    stream.write(chunk, (error) => {
      if (!error) {
        stream.off('error', onError);
        resolve();
      }
    });
    function onError(error: NodeJS.ErrnoException) {
      if (error.code === 'EPIPE') process.exit(0);
      reject(new OutputError(`the output cannot be written (${error.code ?? error.message})`));
    }
  });
}
