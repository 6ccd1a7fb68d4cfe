import type { Bug } from '../guards.ts';

/** Every planted bug there is. */
export const bugs: readonly Bug[] = [];
