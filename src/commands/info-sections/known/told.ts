import { eventTypes } from '../../../events/index.ts';
import type { Shape } from '../../../events/shape.ts';
import { bindShape } from '../../../replay/bind.ts';

/** What the events of a trace say, by how they are printed alone. */
export interface Told {
  /** Events by name, of those that give facts; a tracepoint that shares a probe's name says so. */
  readonly events: ReadonlyMap<string, number>;
  /** Events that would give facts but for arguments they do not print, by name. */
  readonly lacking: readonly Lacking[];
}

export interface Lacking {
  readonly event: string;
  /** The definition that came nearest, and the arguments it misses. */
  readonly lacks: readonly string[];
  readonly events: number;
}

/** Binds every shape to what it says; `counts` are the events printed with each shape. */
export function toldBy(shapes: readonly Shape[], counts: readonly number[]): Told {
  const events = new Map<string, number>();
  const lacking = new Map<string, Lacking>();
  const probes = new Set(eventTypes.flatMap(({ names, probe }) => (probe ? names : [])));
  shapes.forEach((shape, id) => {
    const n = counts[id];
    if (n === 0) return;
    const lacks = bindShape(shape, eventTypes, String).lacking;
    if (lacks.length > 0) {
      const key = lacks.join('; ');
      lacking.set(key, { event: shape.name, lacks, events: (lacking.get(key)?.events ?? 0) + n });
    } else if (eventTypes.some(({ names, probe, facts }) => facts && probe === shape.probe && names.includes(shape.name))) {
      const name = !shape.probe && probes.has(shape.name) ? `${shape.name} (tracepoint)` : shape.name;
      events.set(name, (events.get(name) ?? 0) + n);
    }
  });
  return { events, lacking: [...lacking.values()] };
}
