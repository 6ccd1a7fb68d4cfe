import { counted } from '../../base/counted.ts';
import { cpus as question } from '../../queries/cpus.ts';
import type { Section } from './section.ts';

/** What was recorded and what was lost, by CPU. */
export const cpus: Section = {
  name: 'cpus',
  async read(store) {
    const rows = [...question.rows(store)] as [bigint, bigint, bigint, bigint | null][];
    const data = rows.map(([cpu, events, losses, lost]) => ({ cpu, events, losses, lost }));
    const lines = rows.map(([cpu, events, losses, lost]) => {
      const gaps =
        losses === 0n ? 'nothing lost' : `${lost === null ? 'events' : counted(lost, 'event')} lost in ${counted(losses, 'gap')}`;
      return `CPU ${cpu}: ${counted(events, 'event')}, ${gaps}`;
    });
    return { data, lines };
  },
};
