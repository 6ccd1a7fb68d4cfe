import { counted, grouped } from '../../base/counted.ts';
import { formatTime } from '../../base/time.ts';
import { readSource } from '../../store/index.ts';
import { aligned, type Section } from './section.ts';

/** Where the events come from, and the time they span. */
export const source: Section = {
  name: 'source',
  async read(store) {
    const row = readSource(store);
    const first = formatTime(store.firstTs);
    const last = formatTime(store.lastTs);
    const rows: [string, string][] = [
      ['trace', `${row.path} (${row.format}${row.bytes === null ? '' : `, ${grouped(row.bytes)} bytes`})`],
      ['sha256', row.sha256 ?? 'unknown'],
      ['kernel', row.kernel ?? 'not said by the trace'],
      ['clock', row.clock ?? 'not said by the trace'],
      ['time', `${first} to ${last}, ${formatTime(store.lastTs - store.firstTs)} s`],
      ['buffer', bufferText(row.buffer_entries, row.buffer_written)],
      ['filter', row.filter === null ? 'none' : `${row.filter}: ${counted(row.filtered ?? 0, 'event')} left out`],
      ['schema', store.schema],
    ];
    const { path, format, bytes, sha256, kernel, clock, tracer, filter } = row;
    const data = { path, format, bytes, sha256, kernel, clock, tracer, filter, first_ts: store.firstTs, last_ts: store.lastTs };
    return { data: { ...data, first, last, schema: store.schema }, lines: aligned(rows) };
  },
};

function bufferText(entries: number | null, written: number | null): string {
  if (entries === null || written === null) return 'the trace has no header';
  const lost = written - entries;
  return `${grouped(entries)} entries of ${grouped(written)} written${lost > 0 ? `: ${grouped(lost)} were overwritten` : ''}`;
}
