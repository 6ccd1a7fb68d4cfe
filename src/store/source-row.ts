import type { Database } from 'better-sqlite3';
import type { EventSource, ImportFilter, ImportResult } from './source.ts';

/** Fills in the row of `source`, once everything is known. */
export function writeSource(db: Database, source: EventSource, result: ImportResult, filter: ImportFilter | null): void {
  const { counts, header } = source;
  const columns = {
    bytes: source.bytesTotal,
    sha256: source.sha256,
    tracer: header?.tracer ?? null,
    buffer_entries: header?.entries ?? null,
    buffer_written: header?.written ?? null,
    cpus: header?.cpus ?? null,
    origin_ns: source.originNs,
    events: result.events,
    filtered: filter?.filtered ?? 0,
    filter: filter?.text ?? null,
    input_lines: counts.lines,
    event_lines: counts.events,
    header_lines: counts.headers,
    continuation_lines: counts.continuations,
    blank_lines: counts.blanks,
    loss_lines: counts.lossMarks,
    diagnostic_lines: counts.diagnostics,
    backward_steps: result.backwardSteps,
  };
  const set = Object.keys(columns).map((name) => `${name} = @${name}`);
  db.prepare(
    `UPDATE source SET ${set.join(', ')},
      first_ts = (SELECT ts FROM event WHERE seq = 1), last_ts = (SELECT ts FROM event WHERE seq = @events)`,
  ).run(columns);
}
