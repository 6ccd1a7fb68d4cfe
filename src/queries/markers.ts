import { formatTime } from '../base/time.ts';
import { printEvent } from '../store/index.ts';
import type { Question } from './question.ts';

export const markers: Question = {
  name: 'markers',
  summary: 'what programs wrote to trace_marker: each can be a T, as @TEXT',
  columns: [
    { name: 'seq', kind: 'integer', about: 'number of the event' },
    { name: 'time', kind: 'text', about: 'seconds of the trace clock' },
    { name: 'text', kind: 'text', about: 'what was written' },
  ],
  *rows(store) {
    const rows = store.db
      .prepare<[], [bigint, bigint]>('SELECT seq, ts FROM marker JOIN event USING (seq) ORDER BY seq')
      .raw()
      .safeIntegers()
      .all();
    for (const [seq, ts] of rows) yield [seq, formatTime(ts), printEvent(store, Number(seq)).trim()];
  },
};
