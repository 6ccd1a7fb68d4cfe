import { counted, grouped } from '../../base/counted.ts';
import { formatTime } from '../../base/time.ts';
import { losses as question } from '../../queries/losses.ts';
import type { Section } from './section.ts';

/** So many windows are listed for a person; JSON and `report losses` have all. */
const shown = 10;

/** When events were lost. */
export const losses: Section = {
  name: 'losses',
  async read(store) {
    const rows = [...question.rows(store)] as (bigint | null)[][];
    const data = rows.map((row) => Object.fromEntries(question.columns.map(({ name }, i) => [name, row[i]])));
    const lines = rows.slice(0, shown).map(([cpu, count, , from, , to]) => {
      const where = cpu === null ? 'some CPU' : `CPU ${cpu}`;
      const window = `${from === null ? 'the start' : formatTime(from)} and ${to === null ? 'the end' : formatTime(to)}`;
      return `${where}: ${count === null ? 'events' : counted(count, 'event')} between ${window}`;
    });
    const rest = rows.length - lines.length;
    if (rest > 0) lines.push(`and ${grouped(rest)} more: mmfold report STORE losses`);
    return { data, lines: lines.length > 0 ? lines : ['none reported'] };
  },
};
