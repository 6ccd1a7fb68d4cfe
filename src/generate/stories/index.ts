import type { Scenario } from '../scenario.ts';
import { accountingStories } from './accounting.ts';
import { exclusiveStories } from './exclusive.ts';
import { faultAroundStories } from './fault-around.ts';
import { rmapStories } from './rmap.ts';
import { tableStories } from './tables.ts';
import { vmaLockStories } from './vma-lock.ts';

/** The small scripted runs, each about one rule; their names are those of the model's list of expected results. */
export const stories: readonly Scenario[] = [
  ...rmapStories,
  ...tableStories,
  ...faultAroundStories,
  ...vmaLockStories,
  ...exclusiveStories,
  ...accountingStories,
];
