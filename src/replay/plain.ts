/**
 * State as plain data for JSON and back: Maps and Sets, nested as they come, keep their order. Objects are filled field by
 * field, so that a field added to a model is kept without a word here.
 */

type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/** Turns a value into what JSON can hold: a Map is `{"map": [[key, value], ...]}`, a Set `{"set": [...]}`. */
export function toPlain(value: unknown): Plain {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(toPlain);
  if (value instanceof Map) return { map: [...value].map(([key, each]) => [toPlain(key), toPlain(each)]) };
  if (value instanceof Set) return { set: [...value].map(toPlain) };
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

/** Turns toPlain()'s result back. */
export function fromPlain(plain: Plain): unknown {
  if (plain === null || typeof plain !== 'object') return plain;
  if (Array.isArray(plain)) return plain.map(fromPlain);
  const { map, set } = plain as { readonly map?: readonly (readonly [Plain, Plain])[]; readonly set?: readonly Plain[] };
  if (map) return new Map(map.map(([key, value]) => [fromPlain(key), fromPlain(value)]));
  if (set) return new Set(set.map(fromPlain));
  const object: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(plain)) object[key] = fromPlain(value);
  return object;
}

/** Fills the fields of an object: containers it has already are filled, not replaced. */
export function fillFields(object: object, fields: { readonly [key: string]: Plain }): void {
  const target = object as Record<string, unknown>;
  for (const [key, plain] of Object.entries(fields)) {
    const value = fromPlain(plain);
    const there = target[key];
    if (there instanceof Map && value instanceof Map) for (const [k, v] of value) there.set(k, v);
    else if (there instanceof Set && value instanceof Set) for (const v of value) there.add(v);
    else if (Array.isArray(there) && Array.isArray(value)) there.splice(0, there.length, ...value);
    else if (there !== null && typeof there === 'object' && value !== null) Object.assign(there, value);
    else target[key] = value;
  }
}

export type { Plain };
