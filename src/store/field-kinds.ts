import type { EventType, FieldKind } from '../events/define.ts';
import type { FieldFormat, Shape } from '../events/shape.ts';
import { inlineArgs, moreArgs } from './layout.ts';

/** A shape as the store numbers it; `pointers` are the positions whose first values looked like addresses. */
export interface NumberedShape {
  readonly id: number;
  readonly shape: Shape;
  readonly pointers: ReadonlySet<number>;
}

/** Where a field of a view lies in the rows of one shape. */
export interface FieldPlace {
  readonly shape: number;
  /** Column of the row of a view: `e.a3`, `m0.a2`. */
  readonly column: string;
  readonly format: FieldFormat;
}

/** A column of a view: one field name in all shapes that have it. */
export interface ViewField {
  readonly name: string;
  readonly kind: FieldKind;
  readonly places: readonly FieldPlace[];
}

/** The fields of an event's shapes, in the order printed. Kinds are as the event's definition says, else as printed. */
export function viewFields(family: readonly NumberedShape[], types: readonly EventType[]): readonly ViewField[] {
  const { name, probe } = family[0].shape;
  const type = types.find((candidate) => candidate.probe === probe && candidate.names.includes(name));
  const fields = new Map<string, { name: string; kind: FieldKind | null; places: FieldPlace[] }>();
  for (const { id, shape, pointers } of family) {
    const names = distinctNames(shape);
    shape.fields.forEach(({ format }, position) => {
      const name = names[position];
      const field = fields.get(name) ?? { name, kind: null, places: [] };
      fields.set(name, field);
      field.places.push({ shape: id, column: columnOf(position), format });
      field.kind = wider(field.kind, printedKind(name, format, pointers.has(position)));
    });
  }
  return [...fields.values()].map(({ name, kind, places }) => ({
    name,
    kind: definedKind(type, name) ?? kind ?? 'text',
    places,
  }));
}

function definedKind(type: EventType | undefined, field: string): FieldKind | undefined {
  const kind = type?.needs[field] ?? type?.wants[field];
  return kind === 'low52' ? 'number' : kind;
}

/** True for a word that can only be an address: of the kernel (but no errno), or high in user space. */
export function looksLikeAddress(word: number): boolean {
  return (word < -4096 && word >= -(2 ** 56)) || (word >= 2 ** 40 && word < 2 ** 47);
}

const addressName = /^(addr|address|start|end|ip|va|vaddr)$|_(s|e|vs|ve|start|end|addr|address)$/;

function printedKind(name: string, format: FieldFormat, pointer: boolean): FieldKind {
  if (format === 'text') return 'text';
  if (format === 'x16') return 'address';
  return format === '0x' && (pointer || addressName.test(name)) ? 'address' : 'number';
}

/** A field that some shapes print as an address is one in all: `(null)` beside `0xffff...`, 0x0 beside an address. */
function wider(a: FieldKind | null, b: FieldKind): FieldKind {
  if (a === null || a === b) return b;
  if (a === 'address' || b === 'address') return 'address';
  return 'text';
}

/** SQLite tells columns apart without regard to case; the core columns come first. */
function distinctNames(shape: Shape): readonly string[] {
  const taken = new Set(['seq', 'ts', 'common_cpu', 'common_pid', 'common_comm']);
  return shape.fields.map(({ name }) => {
    let distinct = name;
    for (let n = 2; taken.has(distinct.toLowerCase()); n++) distinct = `${name}_${n}`;
    taken.add(distinct.toLowerCase());
    return distinct;
  });
}

function columnOf(position: number): string {
  if (position < inlineArgs) return `e.a${position}`;
  const beyond = position - inlineArgs;
  return `m${Math.floor(beyond / moreArgs)}.a${beyond % moreArgs}`;
}
