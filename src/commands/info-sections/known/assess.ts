import type { KernelProfile } from '../../../models/kernel-profile.ts';
import type { Part, Question } from './parts.ts';
import type { Told } from './told.ts';

/** What can be known of one part from one trace. */
export interface Assessment {
  readonly part: string;
  /** The best certainty its state can have; `absent` where the kernel has no such thing. */
  readonly certainty: 'observed' | 'inferred' | 'unknown' | 'absent';
  /** The events of this trace that tell of it, and how many there are. */
  readonly told_by: Readonly<Record<string, number>>;
  /** What it needs and no event of this trace tells. */
  readonly not_told: readonly NotTold[];
  /** What the trace has no event of: it did not happen, or was not recorded. */
  readonly not_seen: readonly NotTold[];
  /** What no event of this kernel could tell. */
  readonly never: readonly string[];
}

export interface NotTold {
  readonly what: string;
  /** Events of which one would tell. */
  readonly events: readonly string[];
}

/** Judges one part by the events there are. `observed` needs an answer to most of its needs, and lists the others. */
export function assess(part: Part, told: Told, kernel: KernelProfile): Assessment {
  if (part.absent?.(kernel)) {
    return { part: part.name, certainty: 'absent', told_by: {}, not_told: [], not_seen: [], never: [] };
  }
  const notTold = unanswered(part.needs, told);
  const answered = part.needs.length - notTold.length;
  const stock = part.stock.filter((name) => told.events.has(name));
  const certainty = answered * 2 > part.needs.length ? 'observed' : stock.length > 0 ? 'inferred' : 'unknown';
  const questions = [...part.needs, ...part.rare];
  const names = new Set([...questions.flatMap(({ by }) => by), ...(certainty === 'inferred' ? stock : [])]);
  return {
    part: part.name,
    certainty,
    told_by: Object.fromEntries([...names].flatMap((name) => countOf(told, name))),
    not_told: notTold,
    not_seen: unanswered(part.rare, told),
    never: part.never(kernel),
  };
}

function unanswered(questions: readonly Question[], told: Told): NotTold[] {
  return questions.filter(({ by }) => !by.some((name) => told.events.has(name))).map(({ what, by }) => ({ what, events: by }));
}

function countOf(told: Told, name: string): [string, number][] {
  const events = told.events.get(name);
  return events === undefined ? [] : [[name, events]];
}
