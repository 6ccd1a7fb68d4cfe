import { InputError } from '../base/errors.ts';
import { ftraceText } from './readers/ftrace-text.ts';
import { type Reader, readers } from './readers/index.ts';
import { binaryFormats, containers, texts } from './refusals.ts';

/** Bytes that must be there before the format is decided, unless the input is shorter. */
export const HEAD = 65536;

/**
 * Chooses the reader by the first bytes of the input; text that tells nothing is left to the reader of ftrace text, which
 * says so when it finds no event. Throws InputError for all that is not read.
 */
export function recognise(path: string, bytes: Buffer): Reader {
  const head = bytes.subarray(0, HEAD);
  if (head.length === 0) throw new InputError(`${path}: the input is empty; expected a kernel trace as text.`);
  const certain = [...binaryFormats, ...containers].find((format) => format.detect(head));
  if (certain) throw new InputError(`${path}: this is ${certain.what}, which is not read; ${certain.instead}.`);
  const nul = head.indexOf(0);
  const reader = readers.find((candidate) => candidate.detect(head));
  if (reader) return reader;
  const text = texts.find((format) => format.detect(head));
  if (text) throw new InputError(`${path}: this is ${text.what}, which is not read; ${text.instead}.`);
  if (nul >= 0) {
    throw new InputError(
      `${path}: this is binary data of an unknown kind (a zero at byte ${nul}); expected ftrace text, plain or gzip.`,
    );
  }
  return ftraceText;
}
