import { coverage } from './coverage.ts';
import { cpus } from './cpus.ts';
import { events } from './events.ts';
import { lines } from './lines.ts';
import { losses } from './losses.ts';
import type { Section } from './section.ts';
import { source } from './source.ts';

/** What `info` says, in this order: add a file and a line. */
export const sections: readonly Section[] = [source, lines, cpus, losses, coverage, events];
