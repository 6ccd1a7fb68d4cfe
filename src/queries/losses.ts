import { sqlQuestion } from './question.ts';

export const losses = sqlQuestion({
  name: 'losses',
  summary: 'when and where the trace has gaps',
  columns: [
    { name: 'cpu', kind: 'integer', about: 'whose buffer overran; unknown where the trace does not say' },
    { name: 'count', kind: 'integer', about: 'events lost; unknown where the trace does not say' },
    { name: 'after_seq', kind: 'integer', about: 'the last event of the CPU before the gap' },
    { name: 'from_ts', kind: 'integer', about: 'its time, ns' },
    { name: 'before_seq', kind: 'integer', about: 'the event the gap was reported before' },
    { name: 'to_ts', kind: 'integer', about: 'its time, ns' },
  ],
  sql: 'SELECT cpu, count, after_seq, from_ts, before_seq, to_ts FROM loss ORDER BY id',
});
