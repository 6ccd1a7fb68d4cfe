import type { Database } from 'better-sqlite3';
import type { EventType } from '../events/define.ts';
import { type NumberedShape, type ViewField, viewFields } from './field-kinds.ts';
import { moreRows, moreStride } from './layout.ts';

/** Makes a view for each event name: the core columns, then the fields under the kernel's own names. */
export function createViews(db: Database, shapes: readonly NumberedShape[], types: readonly EventType[]): void {
  const taken = new Set(db.prepare<[], string>('SELECT lower(name) FROM sqlite_schema').pluck().all());
  let sql = '';
  for (const [name, family] of viewFamilies(shapes)) {
    let view = name;
    while (taken.has(view.toLowerCase())) view += '__event';
    sql += `CREATE VIEW ${quoteName(view)} AS ${viewSql(family, viewFields(family, types))};\n`;
    taken.add(view.toLowerCase());
  }
  db.exec(sql);
}

/** Quotes a name for SQL: fields are called `order` and events `sys_read->`. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Shapes by the name of their view: NAME, or NAME__probe for a probe that shares the name of a tracepoint. */
function viewFamilies(shapes: readonly NumberedShape[]): ReadonlyMap<string, readonly NumberedShape[]> {
  const tracepoints = new Set(shapes.filter(({ shape }) => !shape.probe).map(({ shape }) => shape.name));
  const families = new Map<string, NumberedShape[]>();
  for (const numbered of shapes) {
    const { name, probe } = numbered.shape;
    const view = probe && tracepoints.has(name) ? `${name}__probe` : name;
    families.set(view, [...(families.get(view) ?? []), numbered]);
  }
  return families;
}

/**
 * LEFT JOINs by rowid cost nothing where their columns are not asked for; the `+` keeps the planner from turning the
 * join round and building an index of all events on the fly.
 */
function viewSql(family: readonly NumberedShape[], fields: readonly ViewField[]): string {
  const core = ['e.seq', 'e.ts', 'c.cpu AS common_cpu', 't.tid AS common_pid', 't.comm AS common_comm'];
  const columns = fields.map((field) => `${fieldSql(field, family.length)} AS ${quoteName(field.name)}`);
  const more = Math.max(...family.map(({ shape }) => moreRows(shape.fields.length)));
  return [
    `SELECT ${[...core, ...columns].join(', ')}`,
    'FROM event e LEFT JOIN context c ON c.id = +e.context LEFT JOIN task t ON t.id = +c.task',
    ...Array.from({ length: more }, (_, k) => `LEFT JOIN event_more m${k} ON m${k}.id = e.seq * ${moreStride} + ${k + 1}`),
    `WHERE e.shape IN (${family.map(({ id }) => id).join(', ')})`,
  ].join(' ');
}

/** One expression where all shapes have the field in the same place, else one per shape. */
function fieldSql({ kind, places }: ViewField, shapes: number): string {
  const sql = places.map(({ column, format }) => {
    if (format === 'text') return textSql(column);
    return kind === 'address' ? `printf('0x%016x', ${column})` : column;
  });
  if (places.length === shapes && sql.every((expression) => expression === sql[0])) return sql[0];
  return `CASE e.shape ${places.map(({ shape }, i) => `WHEN ${shape} THEN ${sql[i]}`).join(' ')} END`;
}

function textSql(column: string): string {
  return `CASE typeof(${column}) WHEN 'blob' THEN CAST(${column} AS TEXT) ELSE (SELECT text FROM text WHERE id = ${column}) END`;
}
