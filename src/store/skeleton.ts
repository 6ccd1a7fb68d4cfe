import type { FieldFormat, Shape } from '../events/shape.ts';

/** The JSON of `shape.skeleton`: literals, and fields as pairs of name and format. */
export function formatSkeleton(shape: Shape): string {
  return JSON.stringify({ literals: shape.literals, fields: shape.fields.map((field) => [field.name, field.format]) });
}

/** Reads a row of `shape` back. */
export function parseShape(row: { readonly name: string; readonly probe: number; readonly skeleton: string }): Shape {
  const { literals, fields } = JSON.parse(row.skeleton) as { literals: string[]; fields: [string, FieldFormat][] };
  return { name: row.name, probe: row.probe === 1, literals, fields: fields.map(([name, format]) => ({ name, format })) };
}
