import { addressSpaceFacts } from './address-space.ts';
import { folioFacts } from './folio.ts';
import { lockFacts } from './lock.ts';
import { pageTableFacts } from './page-table.ts';
import { protocolFacts } from './protocol.ts';
import { stepFacts } from './step.ts';
import { taskFacts } from './task.ts';

/**
 * The vocabulary: what an event can say about mm, in one form for all kernels. Every field is a number: a word
 * (base/word.ts), a pfn, a count, or -1 where the event did not say. Fields are listed once, here, and the types and the
 * stored form of facts follow from the lists.
 */
export const factFields = {
  ...taskFacts,
  ...addressSpaceFacts,
  ...pageTableFacts,
  ...lockFacts,
  ...folioFacts,
  ...stepFacts,
  ...protocolFacts,
} as const;

export type FactKind = keyof typeof factFields;
export type FactOf<K extends FactKind> = { readonly kind: K } & { readonly [F in (typeof factFields)[K][number]]: number };
export type Fact = { [K in FactKind]: FactOf<K> }[FactKind];

/** What a fact says of a field the event did not print. */
export const UNSAID = -1;
