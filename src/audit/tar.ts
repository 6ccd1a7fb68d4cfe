const BLOCK = 512;

/** The regular files of a tar archive (POSIX ustar, names of at most 100 bytes with an optional prefix), in its order. */
export function* readTar(archive: Buffer): Generator<{ readonly name: string; readonly content: Buffer }> {
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const header = archive.subarray(at, at + BLOCK);
    const name = text(header, 0, 100);
    if (name === '') return;
    const size = Number.parseInt(text(header, 124, 12), 8);
    const type = text(header, 156, 1);
    const prefix = text(header, 257, 5) === 'ustar' ? text(header, 345, 155) : '';
    at += BLOCK;
    if (type === '' || type === '0')
      yield { name: prefix ? `${prefix}/${name}` : name, content: archive.subarray(at, at + size) };
    at += Math.ceil(size / BLOCK) * BLOCK;
  }
}

/** A field: bytes up to the first NUL. */
function text(header: Buffer, start: number, length: number): string {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString('latin1', 0, end < 0 ? length : end).trim();
}
