import { cpus } from './cpus.ts';
import { diagnostics } from './diagnostics.ts';
import { events } from './events.ts';
import { losses } from './losses.ts';
import { markers } from './markers.ts';
import type { Question } from './question.ts';
import { tasks } from './tasks.ts';

/** All named questions, in the order of `report --list`: add a file and a line. */
export const questions: readonly Question[] = [events, tasks, cpus, markers, losses, diagnostics];
