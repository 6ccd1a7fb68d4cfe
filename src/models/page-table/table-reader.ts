import { ColumnReader } from '../../base/columns/column-reader.ts';
import type { PageCall } from './page-call.ts';
import { PMD_SIZE } from './page-table.ts';
import { TableBuilder } from './table-builder.ts';
import { GONE, TableChanges } from './table-changes.ts';
import type { TableSink } from './table-sink.ts';
import { WholeTable } from './whole-table.ts';

/**
 * Reads page tables from their pieces. Whoever restores often keeps one: what it works with is used again, and code that was compiled
 * for it stays valid, where V8 throws code away with the last object of a shape that it was compiled for.
 */
export class TableReader {
  private readonly whole = new WholeTable();
  private readonly changes: TableChanges[] = [];
  private readonly builder = new TableBuilder();
  /** How many pieces of changes there are. */
  private n = 0;

  /**
   * Fills an empty page table: `pieces` are what writeTable() wrote, then what writeTableChanges() wrote since, oldest first. All of
   * them are read side by side, table by table and little by little, so that each table is laid out once, as what becomes of it.
   * `call` is told of every page that is mapped by a PTE.
   */
  read(into: TableSink, pieces: readonly Uint8Array[], call: PageCall | null = null): void {
    const huge = this.open(pieces);
    const { whole, changes, builder, n } = this;
    let entries = whole.n;
    for (let i = 0; i < n; i++) entries += changes[i].n >> 1;
    builder.begin(entries, whole.tables, call);
    for (;;) {
      const changed = this.leastChanged();
      const index = Math.min(whole.next, changed);
      if (index === Number.POSITIVE_INFINITY) break;
      builder.open(index);
      if (changed > index) {
        whole.turn();
        whole.putInto(builder);
        continue;
      }
      if (whole.next === index) {
        whole.turn();
        whole.layInto(builder);
      }
      for (let i = 0; i < n; i++) if (changes[i].next === index) changes[i].turn(builder);
      builder.settle();
    }
    builder.fill(into);
    for (const [index, entry] of huge) if (entry.info !== GONE) into.setPmd(index * PMD_SIZE, entry.pfn, entry.info, entry.since);
  }

  /** Begins with these pieces; gives what became of PMD entries. */
  private open([first, ...later]: readonly Uint8Array[]): Map<number, HugeEntry> {
    const huge = new Map<number, HugeEntry>();
    const whole = new ColumnReader(first);
    this.whole.open(whole);
    readHuge(whole, huge);
    this.n = later.length;
    for (const [i, bytes] of later.entries()) {
      const reader = new ColumnReader(bytes);
      this.changes[i] ??= new TableChanges();
      this.changes[i].open(reader);
      readHuge(reader, huge);
    }
    return huge;
  }

  /** Table index of the first change that is still to be read; infinite where there is none. */
  private leastChanged(): number {
    const { changes, n } = this;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < n; i++) if (changes[i].next < least) least = changes[i].next;
    return least;
  }
}

interface HugeEntry {
  readonly pfn: number;
  readonly info: number;
  readonly since: number;
}

function readHuge(from: ColumnReader, into: Map<number, HugeEntry>): void {
  const [indices, pfn, info, since] = [from.numbers(), from.numbers(), from.numbers(), from.numbers()];
  for (let i = 0; i < indices.length; i++) into.set(indices[i], { pfn: pfn[i], info: info[i], since: since[i] });
}
