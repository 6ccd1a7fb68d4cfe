import { sqlQuestion } from './question.ts';

export const diagnostics = sqlQuestion({
  name: 'diagnostics',
  summary: 'lines of the input that are no events, and why',
  columns: [
    { name: 'line', kind: 'integer', about: 'line of the input, from 1' },
    { name: 'seq', kind: 'integer', about: 'the last event above it' },
    { name: 'severity', kind: 'text', about: 'info, warning or error' },
    { name: 'rule', kind: 'text', about: 'what is wrong' },
    { name: 'text', kind: 'text', about: 'the line' },
  ],
  sql: 'SELECT line, seq, severity, rule, text FROM diagnostic ORDER BY id',
});
