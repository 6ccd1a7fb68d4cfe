import type { Database, Statement } from 'better-sqlite3';
import { pack, plain } from './packed.ts';

/** A row of what is derived, packed: it can be posted to the thread that has the store. */
export type DerivedRow =
  | {
      readonly table: 'fact_block';
      readonly firstSeq: number;
      readonly lastSeq: number;
      readonly rows: number;
      readonly data: Uint8Array;
    }
  | { readonly table: 'checkpoint_piece'; readonly id: number; readonly previous: number; readonly data: Uint8Array }
  | { readonly table: 'checkpoint'; readonly seq: number; readonly data: Uint8Array };

/** Takes what a fold derives and keeps it, packed, until somebody writes it. */
export class DerivedRows {
  /** Bytes of all rows so far. */
  bytes = 0;
  /** Bytes of the events stored so far, as whoever stores them tells. */
  stored = 0;
  readonly #share: number;
  #rows: DerivedRow[] = [];
  #pieces = 0;

  /** `share`: what the rows may take, of the bytes of the events. */
  constructor(share: number) {
    this.#share = share;
  }

  block(firstSeq: number, lastSeq: number, rows: number, bytes: Uint8Array): void {
    this.#add({ table: 'fact_block', firstSeq, lastSeq, rows, data: pack(bytes) });
  }

  /** Gives the number of the piece; `loose` bytes are compressed. */
  piece(previous: number, bytes: Uint8Array, loose: boolean): number {
    this.#add({ table: 'checkpoint_piece', id: ++this.#pieces, previous, data: loose ? pack(bytes) : plain(bytes) });
    return this.#pieces;
  }

  checkpoint(seq: number, bytes: Uint8Array): void {
    this.#add({ table: 'checkpoint', seq, data: pack(bytes) });
  }

  /** Bytes that all of it may take by now. */
  allowance(): number {
    return this.stored * this.#share;
  }

  /** Takes the rows out. */
  take(): readonly DerivedRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  #add(row: DerivedRow): void {
    this.#rows.push(row);
    this.bytes += row.data.length;
  }
}

/** Writes such rows. */
export class DerivedWriter {
  readonly #block: Statement;
  readonly #piece: Statement;
  readonly #checkpoint: Statement;
  readonly #pages: Statement<[], number>;
  readonly #pageSize: number;
  #bytes = 0;

  constructor(db: Database) {
    this.#block = db.prepare('INSERT INTO fact_block (first_seq, last_seq, rows, data) VALUES (?, ?, ?, ?)');
    this.#piece = db.prepare('INSERT INTO checkpoint_piece (id, previous, data) VALUES (?, ?, ?)');
    this.#checkpoint = db.prepare('INSERT INTO checkpoint (seq, data) VALUES (?, ?)');
    this.#pages = db.prepare<[], number>('PRAGMA page_count').pluck();
    this.#pageSize = db.pragma('page_size', { simple: true }) as number;
  }

  /** Bytes of the store without what this wrote. */
  get otherBytes(): number {
    return (this.#pages.get() ?? 0) * this.#pageSize - this.#bytes;
  }

  write(rows: readonly DerivedRow[]): void {
    for (const row of rows) {
      if (row.table === 'fact_block') this.#block.run(row.firstSeq, row.lastSeq, row.rows, row.data);
      else if (row.table === 'checkpoint_piece') this.#piece.run(row.id, row.previous, row.data);
      else this.#checkpoint.run(row.seq, row.data);
      this.#bytes += row.data.length;
    }
  }
}
