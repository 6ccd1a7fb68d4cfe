import type { AuditResult, Finding } from '../../audit/audit.ts';
import { comparisons } from '../../audit/compare/index.ts';
import { type AuditRow, type MarkerRow, markerRows, totalRows } from '../../audit/report.ts';
import type { ColumnKind } from '../../base/rows.ts';
import { findFormat, type Sink } from '../../output/index.ts';

type Columns<Row> = readonly (readonly [title: string, kind: ColumnKind, value: (row: Row) => unknown])[];

const perMarker: Columns<MarkerRow> = [
  ['marker', 'integer', (row) => row.marker],
  ['label', 'text', (row) => row.label],
  ['pid', 'integer', (row) => row.pid],
  ['event', 'text', (row) => `#${row.seq}`],
  ['VMAs', 'text', (row) => row.vma],
  ['present entries', 'text', (row) => row.pte],
  ['swap entries', 'text', (row) => row.swap],
  ['PTE tables', 'text', (row) => row.tables],
  ['also not equal', 'text', (row) => row.other],
];

const inTotal: Columns<AuditRow> = [
  ['in total', 'text', (row) => row.comparison],
  ['kernel', 'integer', (row) => row.kernel],
  ['equal', 'integer', (row) => row.matched],
  ['%', 'real', (row) => percent(row.matched, row.kernel)],
  ['different', 'integer', (row) => row.different],
  ['missing', 'integer', (row) => row.missing],
  ['extra', 'integer', (row) => row.extra],
  ['unknown', 'integer', (row) => row.unknown],
  ['of these observed %', 'real', (row) => percent(row.observed, row.matched)],
  ['wrong observed', 'integer', (row) => row.wrong_observed],
  ['in', 'text', (row) => row.fields],
];

/** The result for a person: a line per process and marker, the sums, the first differences, the verdict. */
export async function auditTable(result: AuditResult, sink: Sink): Promise<void> {
  await writeTable(perMarker, markerRows(result), sink);
  await sink.write('\n(24/25: equal/in the kernel; -1 missing, +1 extra, !1 different, ?1 the replay does not know)\n\n');
  await writeTable(inTotal, totalRows(result), sink);
  await sink.write(`\n${differences(result)}${disturbed(result)}${verdict(result)}\n`);
}

async function writeTable<Row>(columns: Columns<Row>, rows: readonly Row[], sink: Sink): Promise<void> {
  const cells = rows.map((row) => columns.map(([, , value]) => value(row)));
  await findFormat('table')?.write({ columns: columns.map(([name, kind]) => ({ name, kind })), rows: cells }, sink);
}

function differences({ findings, findingsLeftOut }: AuditResult): string {
  if (findings.length === 0) return '';
  const more = findingsLeftOut > 0 ? `${findingsLeftOut} more: --differences N tells them\n` : '';
  return `${findings.map((finding) => `${sentence(finding)}\n`).join('')}${more}\n`;
}

function sentence({ marker, label, pid, comparison, where, kernel, replay, certainty, since }: Finding): string {
  const from = [certainty, since === null ? null : `#${since}`].filter((each) => each !== null).join(', ');
  return `${marker} ${label}, pid ${pid}: ${comparison} ${where}: kernel ${kernel}; replay ${replay}${from ? ` (${from})` : ''}`;
}

/** Snapshots that other tasks changed while they were taken. */
function disturbed({ verdicts }: AuditResult): string {
  const lines = verdicts
    .filter(({ settled }) => settled.length > 0)
    .map(
      ({ marker, label, pid, settled }) =>
        `${marker} ${label}, pid ${pid}: other tasks changed the mm while the snapshot was taken; equal after that: ${settled.join(', ')}\n`,
    );
  return lines.length > 0 ? `${lines.join('')}\n` : '';
}

function verdict({ wrongObserved, total }: AuditResult): string {
  if (wrongObserved === 0) return 'Nothing that the replay calls observed is wrong.';
  const where = comparisons
    .filter(({ name, binding }) => binding && total.has(name))
    .map(({ name }) => [name, total.get(name)] as const)
    .filter(([, tally]) => tally && tally.different.observed + tally.extra.observed > 0)
    .map(([name]) => name);
  return `${wrongObserved} that the replay calls observed are wrong: ${where.join(', ')}.`;
}

function percent(part: number, whole: number): string {
  if (whole === 0) return '-';
  // 99.99 must not be rounded to 100: it is the last few that matter.
  const hundredths = Math.floor((part / whole) * 10_000);
  return (hundredths / 100).toFixed(2);
}
