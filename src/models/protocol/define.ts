import type { FactKind, FactOf } from '../../facts/index.ts';
import type { Protocol } from './protocol.ts';

/** What a fact does to the protocols. They run before the world's reducers: `p.world` is as it was before the event. */
export type Steps = { readonly [K in FactKind]?: (p: Protocol, fact: FactOf<K>) => void };

/** One part of the protocols: a name, and its reducers. */
export interface StepModel {
  readonly name: string;
  readonly on: Steps;
  /** What only the world's own reducers can tell: run after them. */
  readonly late?: Steps;
}

export const defineSteps = (model: StepModel): StepModel => model;
