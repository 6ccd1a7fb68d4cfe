import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { createGunzip, type Gunzip } from 'node:zlib';
import { InputError } from '../base/errors.ts';
import { stdin } from './stdin.ts';

/** Bytes asked of the system at once. */
const PIECE = 1 << 20;

/** The bytes of an input, unpacked where it is gzip. */
export class Source {
  readonly path: string;
  /** Size of the input as stored; null for a pipe. */
  readonly bytesTotal: number | null;
  bytesRead = 0;
  private readonly handle: FileHandle | null;
  private readonly hash: Hash | null;
  private pieces: AsyncIterator<Buffer> | null = null;
  private digest: string | null = null;

  private constructor(path: string, handle: FileHandle | null, bytesTotal: number | null, hash: boolean) {
    this.path = path;
    this.handle = handle;
    this.bytesTotal = bytesTotal;
    this.hash = hash ? createHash('sha256') : null;
  }

  /** Opens `path`, or stdin for `-`. Throws InputError when it is missing, a directory, or may not be read. */
  static async open(path: string, hash: boolean): Promise<Source> {
    if (path === '-') return new Source(path, null, null, hash);
    try {
      const status = await stat(path);
      return new Source(path, await open(path, 'r'), status.isFile() ? status.size : null, hash);
    } catch (error) {
      throw new InputError(whyUnreadable(path, error));
    }
  }

  /** SHA-256 of the bytes as stored, in hex, once all were read; null before, or when not asked for. */
  get sha256(): string | null {
    return this.digest;
  }

  /** The next piece of the content, to be used before the next call; null at its end. Throws InputError where a gzip stream is cut or damaged. */
  async next(): Promise<Buffer | null> {
    this.pieces ??= this.content();
    try {
      const { done, value } = await this.pieces.next();
      return done ? null : value;
    } catch (error) {
      throw error instanceof InputError ? error : new InputError(whyUnreadable(this.path, error));
    }
  }

  /** Releases the file. */
  async close(): Promise<void> {
    await this.pieces?.return?.(undefined);
    await this.handle?.close();
  }

  private async *content(): AsyncGenerator<Buffer> {
    const stored = this.stored();
    const first = await stored.next();
    if (first.done) return;
    if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) {
      yield first.value;
      yield* stored;
      return;
    }
    const gunzip = createGunzip({ chunkSize: PIECE });
    const fed = feed(gunzip, first.value, stored);
    try {
      for await (const piece of gunzip) yield piece as Buffer;
      await fed;
    } catch (error) {
      throw new InputError(
        `${this.path}: the gzip stream is ${isCut(error) ? 'cut off' : 'damaged'} at byte ${this.bytesRead}; get a complete copy of the file and import that.`,
      );
    }
  }

  private async *stored(): AsyncGenerator<Buffer> {
    for await (const piece of this.handle === null ? stdin() : readPieces(this.handle)) {
      const bytes = piece as Buffer;
      this.bytesRead += bytes.length;
      this.hash?.update(bytes);
      yield bytes;
    }
    this.digest = this.hash?.digest('hex') ?? null;
  }
}

async function* readPieces(handle: FileHandle): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(PIECE);
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, PIECE, null);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

/** Writes all pieces into the gunzip stream, each when the one before is used up: their memory is used again. */
async function feed(gunzip: Gunzip, first: Buffer, rest: AsyncIterable<Buffer>): Promise<void> {
  const write = (piece: Buffer) => new Promise<void>((done) => gunzip.write(piece, () => done()));
  try {
    await write(first);
    for await (const piece of rest) {
      if (gunzip.destroyed) return;
      await write(piece);
    }
    gunzip.end();
  } catch (error) {
    gunzip.destroy(error as Error);
  }
}

function isCut(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR';
}

function whyUnreadable(path: string, error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return `${path}: there is no such file; check the path.`;
    case 'EISDIR':
      return `${path}: this is a directory; give the trace file in it.`;
    case 'EACCES':
    case 'EPERM':
      return `${path}: permission denied; make the file readable, or copy it as root.`;
    default:
      return `${path}: cannot be read (${error instanceof Error ? error.message : String(error)}).`;
  }
}
