import type { Database, Statement } from 'better-sqlite3';
import { packFast, unpack } from './packed.ts';

/** Writes blocks of facts. */
export class FactBlockWriter {
  /** Bytes of what was written. */
  bytes = 0;
  readonly #insert: Statement;

  constructor(db: Database) {
    this.#insert = db.prepare('INSERT INTO fact_block (first_seq, last_seq, rows, data) VALUES (?, ?, ?, ?)');
  }

  write(firstSeq: number, lastSeq: number, rows: number, bytes: Uint8Array): void {
    const data = packFast(bytes);
    this.#insert.run(firstSeq, lastSeq, rows, data);
    this.bytes += data.length;
  }
}

/** A block as it is read: the last event it covers, and its bytes. */
export interface StoredBlock {
  readonly lastSeq: number;
  readonly bytes: Uint8Array;
}

/** Reads the blocks that cover events fromSeq <= seq <= toSeq, in their order. */
export function* readFactBlocks(db: Database, fromSeq: number, toSeq: number): Iterable<StoredBlock> {
  const next = db.prepare<[number], { lastSeq: number; data: Uint8Array }>(
    'SELECT last_seq AS lastSeq, data FROM fact_block WHERE first_seq <= ? ORDER BY first_seq DESC LIMIT 1',
  );
  for (let seq = fromSeq; seq <= toSeq; ) {
    const block = next.get(seq);
    if (!block || block.lastSeq < seq) return;
    yield { lastSeq: block.lastSeq, bytes: unpack(block.data) };
    seq = block.lastSeq + 1;
  }
}
