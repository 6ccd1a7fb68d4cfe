import { sqlQuestion } from './question.ts';

export const tasks = sqlQuestion({
  name: 'tasks',
  summary: 'events by thread, most busy first',
  columns: [
    { name: 'tid', kind: 'integer', about: 'thread' },
    { name: 'tgid', kind: 'integer', about: 'process; unknown where the trace does not say' },
    { name: 'comm', kind: 'text', about: 'its name at the time' },
    { name: 'events', kind: 'integer', about: 'recorded while it ran' },
  ],
  sql: 'SELECT tid, tgid, comm, events FROM task WHERE events > 0 ORDER BY events DESC, tid',
});
