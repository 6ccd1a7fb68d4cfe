import type { Fact, FactKind } from '../facts/index.ts';
import { models, stockModels } from '../models/index.ts';
import type { World } from '../models/world.ts';

export type Reducer = (world: World, fact: Fact) => void;

/**
 * Which reducers see which kind of fact, in the order of the models. Where a trace does not show entries, those that infer
 * them from stock tracepoints come last.
 */
export function reducersFor(showsEntries: boolean): ReadonlyMap<FactKind, readonly Reducer[]> {
  const table = new Map<FactKind, Reducer[]>();
  for (const model of showsEntries ? models : [...models, ...stockModels]) {
    for (const [kind, reducer] of Object.entries(model.on)) {
      const list = table.get(kind as FactKind) ?? [];
      list.push(reducer as Reducer);
      table.set(kind as FactKind, list);
    }
  }
  return table;
}
