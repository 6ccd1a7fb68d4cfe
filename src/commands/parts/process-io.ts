import { OutputError } from '../../base/errors.ts';
import type { Io } from './io.ts';

/** The process' own streams. A reader that goes away, as `head` does, ends the program quietly. */
export function processIo(): Io {
  const { stdout, stderr, stdin } = process;
  return {
    stdout: { write: (chunk) => writeTo(stdout, chunk) },
    warn: (line) => void stderr.write(`mmfold: ${line}\n`),
    screen: stderr.isTTY ? { draw: (text) => void stderr.write(`\r\u001b[K${text}`) } : null,
    async readStdin() {
      const chunks: Buffer[] = [];
      for await (const chunk of stdin) chunks.push(chunk as Buffer);
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
