import { counted } from '../../base/counted.ts';
import { readSource } from '../../store/index.ts';
import { aligned, type Section } from './section.ts';

/** Accounts for every line of the input. */
export const lines: Section = {
  name: 'lines',
  async read(store) {
    const row = readSource(store);
    const classes = {
      events: row.event_lines ?? 0,
      headers: row.header_lines ?? 0,
      continuations: row.continuation_lines ?? 0,
      blanks: row.blank_lines ?? 0,
      losses: row.loss_lines ?? 0,
      diagnostics: row.diagnostic_lines ?? 0,
    };
    const lines = row.input_lines ?? 0;
    const unexplained = lines - Object.values(classes).reduce((sum, n) => sum + n, 0);
    const data = {
      lines,
      ...classes,
      unexplained,
      stored_events: store.lastSeq,
      filtered: row.filtered,
      backward_steps: row.backward_steps,
    };
    const rows: [string, number][] = [['lines', lines], ...Object.entries(classes), ['unexplained', unexplained]];
    const steps = row.backward_steps ?? 0;
    const moved = steps > 0 ? [`${counted(steps, 'event')} before the event above in time: put in order`] : [];
    return { data, lines: [...aligned(rows), ...moved] };
  },
};
