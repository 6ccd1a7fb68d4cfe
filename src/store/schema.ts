/** What a column holds; `?` where it may be NULL. */
type ColumnType = 'integer' | 'integer?' | 'text' | 'text?' | 'blob';

/** The tables of migrations/, as kysely and the prepared statements see them; a test compares both. */
export const tables = {
  source: {
    id: 'integer',
    complete: 'integer',
    path: 'text',
    format: 'text',
    bytes: 'integer?',
    sha256: 'text?',
    kernel: 'text?',
    clock: 'text?',
    tracer: 'text?',
    buffer_entries: 'integer?',
    buffer_written: 'integer?',
    cpus: 'integer?',
    origin_ns: 'integer?',
    first_ts: 'integer?',
    last_ts: 'integer?',
    events: 'integer?',
    filtered: 'integer?',
    filter: 'text?',
    input_lines: 'integer?',
    event_lines: 'integer?',
    header_lines: 'integer?',
    continuation_lines: 'integer?',
    blank_lines: 'integer?',
    loss_lines: 'integer?',
    diagnostic_lines: 'integer?',
    backward_steps: 'integer?',
  },
  task: { id: 'integer', comm: 'text', tid: 'integer', tgid: 'integer?', events: 'integer' },
  shape: { id: 'integer', name: 'text', probe: 'integer', skeleton: 'text', events: 'integer' },
  text: { id: 'integer', text: 'text' },
  context: { id: 'integer', cpu: 'integer', task: 'integer', flags: 'integer', events: 'integer' },
  event: {
    seq: 'integer',
    ts: 'integer',
    context: 'integer',
    shape: 'integer',
    a0: 'integer?',
    a1: 'integer?',
    a2: 'integer?',
    a3: 'integer?',
    a4: 'integer?',
    a5: 'integer?',
  },
  event_more: {
    id: 'integer',
    a0: 'integer?',
    a1: 'integer?',
    a2: 'integer?',
    a3: 'integer?',
    a4: 'integer?',
    a5: 'integer?',
    a6: 'integer?',
    a7: 'integer?',
  },
  marker: { seq: 'integer' },
  loss: {
    id: 'integer',
    cpu: 'integer?',
    count: 'integer?',
    after_seq: 'integer?',
    from_ts: 'integer?',
    before_seq: 'integer?',
    to_ts: 'integer?',
  },
  diagnostic: {
    id: 'integer',
    source: 'text',
    line: 'integer?',
    seq: 'integer?',
    rule: 'text',
    severity: 'text',
    text: 'text',
  },
  continuation: { id: 'integer', seq: 'integer', text: 'text' },
  fold: { id: 'integer', version: 'text', kernel: 'text', page_base: 'integer?', page_size: 'integer?' },
  fact_block: { first_seq: 'integer', last_seq: 'integer', rows: 'integer', data: 'blob' },
  checkpoint: { seq: 'integer', data: 'blob' },
  checkpoint_piece: { id: 'integer', previous: 'integer', data: 'blob' },
} as const satisfies Record<string, Record<string, ColumnType>>;

type Value<T extends ColumnType> = T extends 'integer'
  ? number
  : T extends 'integer?'
    ? number | null
    : T extends 'blob'
      ? Uint8Array
      : T extends 'text'
        ? string
        : string | null;

/** The database, for `Kysely<Schema>`. */
export type Schema = {
  [T in keyof typeof tables]: {
    [C in keyof (typeof tables)[T]]: (typeof tables)[T][C] extends ColumnType ? Value<(typeof tables)[T][C]> : never;
  };
};

/** A row of a table. Nanoseconds of a wall clock exceed 2^53: they are read with `CAST(.. AS TEXT)` or as bigint. */
export type Row<T extends keyof Schema> = Schema[T];
