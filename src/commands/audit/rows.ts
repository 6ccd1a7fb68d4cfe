import type { AuditResult } from '../../audit/audit.ts';
import { type AuditRow, detailRows, totalRows } from '../../audit/report.ts';
import type { ColumnKind, Rows } from '../../base/rows.ts';

const columns: readonly { readonly name: keyof AuditRow; readonly kind: ColumnKind }[] = [
  { name: 'marker', kind: 'integer' },
  { name: 'label', kind: 'text' },
  { name: 'pid', kind: 'integer' },
  { name: 'seq', kind: 'integer' },
  { name: 'comparison', kind: 'text' },
  { name: 'kernel', kind: 'integer' },
  { name: 'matched', kind: 'integer' },
  { name: 'different', kind: 'integer' },
  { name: 'missing', kind: 'integer' },
  { name: 'extra', kind: 'integer' },
  { name: 'unknown', kind: 'integer' },
  { name: 'observed', kind: 'integer' },
  { name: 'wrong_observed', kind: 'integer' },
  { name: 'fields', kind: 'text' },
];

/** A row per marker, process and comparison, then the sums, whose marker is null. */
export function auditRows(result: AuditResult): Rows {
  const rows = [...detailRows(result), ...totalRows(result)];
  return { columns, rows: rows.map((row) => columns.map(({ name }) => row[name])) };
}
