import type { FactKind, FactOf } from '../facts/index.ts';
import type { World } from './world.ts';

/** What one model does on each kind of fact it cares about. Reducers mutate the world in place and never throw on a strange trace. */
export type Reducers = { readonly [K in FactKind]?: (world: World, fact: FactOf<K>) => void };

/** One part of the machine: a name, and its reducers. */
export interface Model {
  readonly name: string;
  readonly on: Reducers;
}

export const defineModel = (model: Model): Model => model;
