import { events as question } from '../../queries/events.ts';
import { aligned, type Section } from './section.ts';

/** Events by name. */
export const events: Section = {
  name: 'events',
  async read(store) {
    const rows = [...question.rows(store)] as [string, string, bigint][];
    const data = rows.map(([name, kind, n]) => ({ name, kind, events: n }));
    return { data, lines: aligned(rows.map(([name, kind, n]) => [n, name, kind === 'probe' ? 'probe' : ''])) };
  },
};
