import { grouped } from '../../base/counted.ts';
import type { Store } from '../../store/index.ts';

/** A part of what `info` says. It must not read the events: `info` is to answer at once, however long the trace. */
export interface Section {
  /** Its key in the JSON. */
  readonly name: string;
  /** What there is to say, as plain data; null when nothing. */
  read(store: Store): Promise<SectionContent | null>;
}

export interface SectionContent {
  readonly data: unknown;
  /** The same for a person. */
  readonly lines: readonly string[];
}

/** Columns for people: texts left, numbers right. */
export function aligned(rows: readonly (readonly (string | number | bigint)[])[]): readonly string[] {
  const text = (cell: string | number | bigint) => (typeof cell === 'string' ? cell : grouped(cell));
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => text(row[i]).length)));
  return rows.map((row) =>
    row
      .map((cell, i) => (typeof cell === 'string' ? cell.padEnd(widths[i]) : text(cell).padStart(widths[i])))
      .join('  ')
      .trimEnd(),
  );
}
