import { sqlQuestion } from './question.ts';

export const events = sqlQuestion({
  name: 'events',
  summary: 'events by name, most frequent first',
  columns: [
    { name: 'name', kind: 'text', about: 'as printed in the trace' },
    { name: 'probe', kind: 'text', about: 'probe for a kprobe, kretprobe or fprobe; else tracepoint' },
    { name: 'events', kind: 'integer', about: 'how many' },
  ],
  sql: `
    SELECT name, iif(probe, 'probe', 'tracepoint'), sum(events) FROM shape
    WHERE events > 0 GROUP BY name, probe ORDER BY sum(events) DESC, name`,
});
