const REPLACED = '\u{fffd}';

/** The text of bytes: as UTF-8 where they are, as Latin-1 (one character per byte) where they are not. */
export function decode(b: Uint8Array, start = 0, end: number = b.length): string {
  const bytes = Buffer.from(b.buffer, b.byteOffset + start, end - start);
  const text = bytes.toString('utf8');
  return text.includes(REPLACED) && !bytes.equals(Buffer.from(text)) ? bytes.toString('latin1') : text;
}
