import { zappedPages } from '../tlb/zapped-pages.ts';
import { calls } from './calls.ts';
import type { StepModel } from './define.ts';
import { entries } from './entries.ts';
import { folios } from './folios.ts';
import { tables } from './tables.ts';
import { vmaLocks } from './vma-locks.ts';

/** The parts of the protocols, in the order in which each fact reaches them. */
export const stepModels: readonly StepModel[] = [calls, tables, entries, folios, zappedPages, vmaLocks];

export { type Design, designOf, parseDesign } from './design.ts';
export { Protocol } from './protocol.ts';
