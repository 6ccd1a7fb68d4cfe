import { sqlQuestion } from './question.ts';

export const cpus = sqlQuestion({
  name: 'cpus',
  summary: 'events and lost events by CPU',
  columns: [
    { name: 'cpu', kind: 'integer', about: 'number of the CPU' },
    { name: 'events', kind: 'integer', about: 'recorded on it' },
    { name: 'losses', kind: 'integer', about: 'times its ring buffer overran' },
    { name: 'lost', kind: 'integer', about: 'events lost there; unknown where the trace does not say' },
  ],
  sql: `
    WITH seen AS (SELECT cpu, sum(events) AS events FROM context GROUP BY cpu),
      lost AS (SELECT cpu, count(*) AS losses, sum(count) AS lost FROM loss GROUP BY cpu)
    SELECT seen.cpu, events, coalesce(losses, 0), iif(losses IS NULL, 0, lost)
    FROM seen LEFT JOIN lost USING (cpu) ORDER BY seen.cpu`,
});
