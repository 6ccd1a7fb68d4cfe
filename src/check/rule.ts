import type { FactKind, FactOf } from '../facts/index.ts';
import type { Design } from '../models/protocol/index.ts';
import type { Case } from './case.ts';

/** A: rmap and TLB. B: PTE tables. C: fault-around. D: VMA lock. E: anonymous exclusivity. */
export type System = 'A' | 'B' | 'C' | 'D' | 'E' | 'shared';

/** B memory safety, C corruption or lost data, L leak or accounting, P performance or policy, T the trace or the model. */
export type Severity = 'B' | 'C' | 'L' | 'P' | 'T';
export const severities: readonly Severity[] = ['B', 'C', 'L', 'P', 'T'];

/** Judges one fact: says ok, skip or fail on the case, once for each evaluation. */
export type Judgement<K extends FactKind> = (c: Case, fact: FactOf<K>) => void;
export type Judgements = { readonly [K in FactKind]?: Judgement<K> };

/** One invariant. */
export interface Rule {
  readonly id: string;
  readonly system: System;
  readonly severity: Severity;
  /** What must hold, in one line. */
  readonly meaning: string;
  /** Where the kernel says so: file and function. */
  readonly source: string;
  /** Events or knowledge without which it cannot be evaluated. */
  readonly needs: readonly string[];
  /** The designs it holds for; all without it. */
  readonly holdsFor?: (design: Design) => boolean;
  /** Judged on the state before the fact, and after it. */
  readonly before?: Judgements;
  readonly after?: Judgements;
  /** Judged once, on the state after the last event. */
  readonly atEnd?: (c: Case) => void;
  /** The rule under another name: PA7 is B5. Judged once, under the other. */
  readonly sameAs?: string;
}

export const defineRule = (rule: Rule): Rule => rule;
