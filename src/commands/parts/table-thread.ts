import { workerData } from 'node:worker_threads';
import type { CellColumns } from '../../models/page-table/cells.ts';
import { TableReader } from '../../models/page-table/table-reader.ts';
import type { TableSink } from '../../models/page-table/table-sink.ts';
import type { Pieces } from '../../replay/tables-ahead.ts';
import { Claim, type FromReader, type ReaderStart, type TableContents, type ToReader } from './table-messages.ts';

/** Reads the page tables that are posted, unless the other side took them, and posts what they consist of. */
function work({ port, answers }: ReaderStart): void {
  const reader = new TableReader();
  let claims: Int32Array = new Int32Array(0);
  let round = 0;
  port.on('message', (message: ToReader) => {
    if (message.kind === 'begin') {
      ({ claims, round } = message);
      return;
    }
    const { i, pieces } = message;
    if (Atomics.compareExchange(claims, i, Claim.open, Claim.apart) !== Claim.open) return;
    const contents = read(reader, pieces);
    port.postMessage({ round, i, contents } satisfies FromReader, contents ? memoryOf(contents) : []);
    Atomics.add(answers, 0, 1);
    Atomics.notify(answers, 0);
  });
}

/** Null where the pieces are damaged: whoever wants them reads them again, and meets what is wrong with them. */
function read(reader: TableReader, pieces: Pieces): TableContents | null {
  const contents = new Contents();
  try {
    reader.read(contents, pieces);
    return contents.whole();
  } catch {
    return null;
  }
}

class Contents implements TableSink {
  private loaded: Omit<TableContents, 'huge'> | null = null;
  private readonly huge: [number, number, number, number][] = [];

  load(indices: Float64Array, counts: Uint16Array, rooms: Uint16Array, columns: CellColumns, end: number): void {
    this.loaded = { indices, counts, rooms, columns, end };
  }

  setPmd(va: number, pfn: number, info: number, since: number): void {
    this.huge.push([va, pfn, info, since]);
  }

  whole(): TableContents | null {
    return this.loaded && { ...this.loaded, huge: this.huge };
  }
}

function memoryOf({ indices, counts, rooms, columns }: TableContents): ArrayBuffer[] {
  return [indices, counts, rooms, columns.marks, columns.pairs].map(({ buffer }) => buffer as ArrayBuffer);
}

work(workerData as ReaderStart);
