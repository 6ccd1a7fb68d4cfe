/** What a column holds: `any` where only the values can tell (SQL). Integers may be bigints, null is unknown. */
export type ColumnKind = 'integer' | 'real' | 'text' | 'boolean' | 'any';

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
}

/** An answer: every query gives one, every output format takes one. `rows` can be iterated once. */
export interface Rows {
  readonly columns: readonly Column[];
  readonly rows: Iterable<readonly unknown[]>;
}
