import { type Fact, type FactKind, factFields } from '../facts/index.ts';

/** What a block holds beside facts, by number; facts follow. */
export const Mark = {
  /** A task was seen for the first time, or with a new thread group. */
  seen: 0,
  /** Events were lost. */
  loss: 1,
  /** An event would have given a fact but for what its probe does not fetch; the field is a place in the block's list. */
  lacking: 2,
  /** A fact disagreed with the state; the field is a place in the block's list. */
  complaint: 3,
} as const;
const marks = 4;

/** Copies the fields of a fact into row `at` of its columns. */
type Put = (fact: Fact, columns: readonly Float64Array[], at: number) => void;
/** Makes a fact of row `at`. A new one each time: models keep facts. */
type Make = (columns: readonly Float64Array[], at: number) => Fact;

/** A kind of row of a block. */
export interface RowKind {
  readonly name: FactKind;
  readonly width: number;
  readonly put: Put;
  readonly make: Make;
}

/** Fact kinds by number: the number is the place in the vocabulary, after the marks. */
export function rowKinds(): readonly (RowKind | null)[] {
  const kinds: (RowKind | null)[] = new Array<null>(marks).fill(null);
  for (const [name, fields] of Object.entries(factFields)) kinds.push(new CompiledKind(name as FactKind, fields));
  return kinds;
}

/** Compiled, because a loop over field names costs as much as the reducers; and when first used, because a moment has few kinds. */
class CompiledKind implements RowKind {
  readonly name: FactKind;
  readonly width: number;
  private readonly fields: readonly string[];

  constructor(name: FactKind, fields: readonly string[]) {
    this.name = name;
    this.width = fields.length;
    this.fields = fields;
  }

  put: Put = (fact, columns, at) => {
    const puts = this.fields.map((field, i) => `columns[${i}][at] = fact.${field};`).join(' ');
    this.put = new Function('fact', 'columns', 'at', puts) as Put;
    this.put(fact, columns, at);
  };

  make: Make = (columns, at) => {
    const makes = [`kind: '${this.name}'`, ...this.fields.map((field, i) => `${field}: columns[${i}][at]`)].join(', ');
    this.make = new Function('columns', 'at', `return { ${makes} };`) as Make;
    return this.make(columns, at);
  };
}
