import type { Scenario } from '../scenario.ts';
import { stories } from '../stories/index.ts';
import { allocator } from './allocator.ts';
import { faultAround } from './fault-around.ts';
import { forkHeavy } from './fork-heavy.ts';
import { migration } from './migration.ts';
import { pins } from './pins.ts';
import { reclaim } from './reclaim.ts';
import { server } from './server.ts';
import { thp } from './thp.ts';

/** Every scenario there is. */
export const scenarios: readonly Scenario[] = [
  server,
  forkHeavy,
  allocator,
  reclaim,
  pins,
  thp,
  faultAround,
  migration,
  ...stories,
];
