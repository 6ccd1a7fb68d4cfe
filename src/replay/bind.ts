import type { At, Emit, EventType } from '../events/define.ts';
import type { Shape } from '../events/shape.ts';
import { vmaGroupsOf } from './vma-groups.ts';

/** Looks a text id of the batch being folded up. */
export type TextOf = (id: number) => string;

/** A shape bound to what it says: run() gives the facts of one event of that shape. */
export interface BoundShape {
  run(args: ArrayLike<number>, start: number, emit: Emit, at: At): void;
  /** Event definitions that would give facts but for a field this shape does not print: name and what lacks. */
  readonly lacking: readonly string[];
}

/** Events whose printed VMA is on its way out: it says nothing about what is mapped. */
const dying = new Set(['remove_vma', 'vm_area_free']);

/**
 * Finds the definitions that match a shape and compiles the access to their fields: a generated function per shape costs
 * a tenth of a keyed loop over fields, and this runs once per event.
 */
export function bindShape(shape: Shape, types: readonly EventType[], textOf: TextOf): BoundShape {
  const position = new Map(shape.fields.map((field, i) => [field.name, i]));
  const lacking: string[] = [];
  const steps: ((args: ArrayLike<number>, start: number, emit: Emit, at: At) => void)[] = [];
  if (shape.probe && !dying.has(shape.name)) steps.push(...vmaGroupsOf(shape));
  let served = false;
  const missed: string[] = [];
  for (const type of types) {
    if (type.probe !== shape.probe || !type.names.includes(shape.name) || !type.facts) continue;
    const missing = Object.entries(type.needs).filter(([name, kind]) => !usable(shape, position, name, kind));
    if (missing.length > 0) {
      missed.push(`${shape.name} without ${missing.map(([name]) => name).join(', ')}`);
      continue;
    }
    served = true;
    const event: Record<string, number | string | null> = {};
    const loads: string[] = [];
    for (const [name, kind] of [...Object.entries(type.needs), ...Object.entries(type.wants)]) {
      event[name] = null;
      if (!usable(shape, position, name, kind)) continue;
      // A field that never was null is kept as a bare number: storing one makes no object.
      event[name] = kind === 'text' ? '' : 0;
      const value = `args[start + ${position.get(name)}]`;
      loads.push(
        `event[${JSON.stringify(name)}] = ${kind === 'text' ? `textOf(${value})` : kind === 'low52' ? `low52(args, start + ${position.get(name)}, at.wide)` : value};`,
      );
    }
    const load = new Function('event', 'textOf', 'low52', `return (args, start, at) => { ${loads.join(' ')} };`)(
      event,
      textOf,
      low52,
    ) as (args: ArrayLike<number>, start: number, at: At) => void;
    const { facts } = type;
    steps.push((args, start, emit, at) => {
      load(args, start, at);
      facts(event as never, emit, at);
    });
  }
  if (!served) lacking.push(...missed);
  return {
    lacking,
    run(args, start, emit, at) {
      for (let i = 0; i < steps.length; i++) steps[i](args, start, emit, at);
    },
  };
}

/** The low 52 bits of an argument: exact even where the whole word is not. */
export function low52(args: ArrayLike<number>, index: number, wide: ReadonlyMap<number, bigint>): number {
  const exact = wide.size > 0 ? wide.get(index) : undefined;
  return exact === undefined ? args[index] : Number(BigInt.asUintN(52, exact));
}

function usable(shape: Shape, position: ReadonlyMap<string, number>, name: string, kind: string): boolean {
  const at = position.get(name);
  return at !== undefined && (shape.fields[at].format === 'text') === (kind === 'text');
}
