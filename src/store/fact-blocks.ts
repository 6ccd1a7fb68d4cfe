import type { Database } from 'better-sqlite3';
import { unpack } from './packed.ts';

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
