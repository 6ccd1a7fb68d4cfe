import type { FieldFormat } from '../events/shape.ts';
import type { Skeleton, SkeletonField } from './shape-program.ts';

const FIELD = /\{(\w+)(?::([^}]+))?\}/g;

/** Makes a skeleton of a layout such as `pfn={pfn:0x} flags={flags:*}`; `pad` is put in front. See events/layouts.ts. */
export function parseLayout(layout: string, pad = ''): Skeleton {
  const literals: string[] = [];
  const fields: SkeletonField[] = [];
  let literal = pad;
  let at = 0;
  for (const found of layout.matchAll(FIELD)) {
    const [whole, name, format = 'text'] = found;
    literals.push(literal + layout.slice(at, found.index));
    literal = '';
    fields.push(format === '*' ? { name, format: 'text', any: true } : { name, format: format as FieldFormat });
    at = found.index + whole.length;
  }
  literals.push(literal + layout.slice(at));
  return { probe: false, literals, fields };
}
