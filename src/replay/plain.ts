import { Mm } from '../models/address-space/mm.ts';
import { TaskState } from '../models/task/task.ts';
import type { World } from '../models/world.ts';

/**
 * State as plain data for JSON and back: Maps and Sets, nested as they come, keep their order. Objects are filled field by
 * field, so that a field added to a model is kept without a word here. A task or an mm inside of something else is meant,
 * not copied: it is written by its number.
 */

type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/** Turns a value into what JSON can hold: a Map is `{"map": [[key, value], ...]}`, a Set `{"set": [...]}`. */
export function toPlain(value: unknown): Plain {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(toPlain);
  if (value instanceof Map) return { map: [...value].map(([key, each]) => [toPlain(key), toPlain(each)]) };
  if (value instanceof Set) return { set: [...value].map(toPlain) };
  if (value instanceof TaskState) return { task$: value.tid };
  if (value instanceof Mm) return { mm$: value.ptr };
  return fieldsOf(value as object);
}

/** The fields of an object, without those named. */
export function fieldsOf(object: object, without: readonly string[] = []): { readonly [key: string]: Plain } {
  const fields: Record<string, Plain> = {};
  for (const [key, value] of Object.entries(object)) if (!without.includes(key)) fields[key] = toPlain(value);
  return fields;
}

/** The fields of an object that differ from those of `usual`. */
export function unusualFields(object: object, usual: object): { readonly [key: string]: Plain } {
  const fields: Record<string, Plain> = {};
  const expected = usual as Readonly<Record<string, unknown>>;
  for (const [key, value] of Object.entries(object)) {
    if (value === expected[key] || (Array.isArray(value) && value.length === 0)) continue;
    fields[key] = toPlain(value);
  }
  return fields;
}

interface Tagged {
  readonly map?: readonly (readonly [Plain, Plain])[];
  readonly set?: readonly Plain[];
  readonly task$?: number;
  readonly mm$?: number;
}

/** Turns toPlain()'s result back; the tasks and mms that are meant must be in the world already. */
export function fromPlain(plain: Plain, world: World): unknown {
  if (plain === null || typeof plain !== 'object') return plain;
  if (Array.isArray(plain)) return plain.map((each) => fromPlain(each, world));
  const { map, set, task$, mm$ } = plain as Tagged;
  if (map) return new Map(map.map(([key, value]) => [fromPlain(key, world), fromPlain(value, world)]));
  if (set) return new Set(set.map((each) => fromPlain(each, world)));
  if (task$ !== undefined) return world.tasks.get(task$);
  if (mm$ !== undefined) return world.mms.get(mm$);
  const object: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(plain)) object[key] = fromPlain(value, world);
  return object;
}

/** Fills the fields of an object: containers it has already are filled, not replaced. */
export function fillFields(object: object, fields: { readonly [key: string]: Plain }, world: World): void {
  const target = object as Record<string, unknown>;
  for (const [key, plain] of Object.entries(fields)) {
    const value = fromPlain(plain, world);
    const there = target[key];
    if (there instanceof Map && value instanceof Map) for (const [k, v] of value) there.set(k, v);
    else if (there instanceof Set && value instanceof Set) for (const v of value) there.add(v);
    else if (Array.isArray(there) && Array.isArray(value)) there.splice(0, there.length, ...value);
    else if (there !== null && typeof there === 'object' && value !== null) Object.assign(there, value);
    else target[key] = value;
  }
}

export type { Plain };
