import type { Database, Statement } from 'better-sqlite3';
import { unpack } from './packed.ts';

/** What a fold knows before its first event; the page map is null where the trace does not tell. */
export interface FoldFacts {
  readonly version: string;
  readonly kernel: string;
  readonly pages: { readonly base: number; readonly size: number } | null;
}

/** Removes everything derived: the store is unfolded then. */
export function dropDerived(db: Database): void {
  db.exec('DELETE FROM fold; DELETE FROM fact_block; DELETE FROM checkpoint; DELETE FROM checkpoint_piece');
}

/** What was folded, whatever its version; null for an unfolded store. */
export function readFoldFacts(db: Database): FoldFacts | null {
  const row = db
    .prepare<[], { version: string; kernel: string; page_base: number | null; page_size: number | null }>('SELECT * FROM fold')
    .get();
  if (!row) return null;
  const { version, kernel, page_base: base, page_size: size } = row;
  return { version, kernel, pages: base === null || size === null ? null : { base, size } };
}

/** Says that what is derived is complete. */
export function writeFoldFacts(db: Database, { version, kernel, pages }: FoldFacts): void {
  db.prepare('INSERT INTO fold (id, version, kernel, page_base, page_size) VALUES (1, ?, ?, ?, ?)').run(
    version,
    kernel,
    pages && BigInt(pages.base),
    pages && BigInt(pages.size),
  );
}

/** Reads checkpoints and their pieces. */
export class CheckpointReader {
  readonly #before: Statement<[number], { seq: number; data: Uint8Array }>;
  readonly #seqBefore: Statement<[number], number>;
  readonly #piece: Statement<[number], { previous: number; data: Uint8Array }>;

  constructor(db: Database) {
    this.#before = db.prepare('SELECT seq, data FROM checkpoint WHERE seq <= ? ORDER BY seq DESC LIMIT 1');
    this.#seqBefore = db.prepare<[number], number>('SELECT seq FROM checkpoint WHERE seq <= ? ORDER BY seq DESC LIMIT 1').pluck();
    this.#piece = db.prepare('SELECT previous, data FROM checkpoint_piece WHERE id = ?');
  }

  /** The last checkpoint at or before event `seq`; null when there is none. */
  before(seq: number): { readonly seq: number; readonly bytes: Uint8Array } | null {
    const row = this.#before.get(seq);
    return row ? { seq: row.seq, bytes: unpack(row.data) } : null;
  }

  /** The event of that checkpoint; 0 when there is none. */
  seqBefore(seq: number): number {
    return this.#seqBefore.get(seq) ?? 0;
  }

  piece(id: number): { readonly previous: number; readonly bytes: Uint8Array } {
    const row = this.#piece.get(id);
    if (!row) throw new Error(`the store has no piece ${id} of a checkpoint`);
    return { previous: row.previous, bytes: unpack(row.data) };
  }
}
