import { UsageError } from '../base/errors.ts';
import { bugs } from './bugs/index.ts';
import type { Bug } from './guards.ts';
import { Machine } from './machine.ts';
import { Printer, type Vocabulary } from './print.ts';
import { parseProfile } from './profile.ts';
import { scenarios } from './scenarios/index.ts';
import { runTasks } from './scheduler.ts';
import { startWatcher } from './watch.ts';

/** What to generate. */
export interface GenerateOptions {
  readonly scenario: string;
  readonly seed?: number;
  /** Length of the trace; stories end by themselves. */
  readonly events?: number;
  readonly cpus?: number;
  readonly tasks?: number;
  /** As profile.ts reads it. */
  readonly kernel?: string;
  readonly bug?: string;
  readonly vocabulary?: Vocabulary;
  /** Takes the snapshot files. */
  readonly truth?: (name: string, text: string) => void;
}

/** A trace in the making. */
export interface Generated {
  /** The trace's text, in chunks of whole lines. */
  readonly text: Iterable<string>;
  /** Events printed so far. */
  readonly events: () => number;
  /** Once the text is read: the rules that the run broke, and whether the planted bug took place. */
  readonly outcome: () => { readonly broken: readonly string[]; readonly tookPlace: boolean };
}

const defaultEvents = 20_000;

/** A planted bug is given more time to take place. */
const bugEvents = 40_000;

/**
 * Simulates a scenario and prints it as ftrace text. The same options give the same text. Throws UsageError for names
 * that do not exist, and an assertion when the simulated kernel breaks a rule without a planted bug.
 */
export function generate(options: GenerateOptions): Generated {
  const scenario = scenarios.find((s) => s.name === options.scenario);
  if (scenario === undefined) throw new UsageError(`no scenario '${options.scenario}': see mmfold generate --list`);
  const bug = options.bug === undefined ? null : findBug(options.bug);
  const profile = parseProfile(options.kernel ?? bug?.kernel ?? scenario.needs?.kernel ?? '7.2');
  const seed = options.seed ?? 1;
  const limit =
    options.events ?? (scenario.story ? Number.POSITIVE_INFINITY : bug === null ? defaultEvents : (bug.events ?? bugEvents));
  const printer = new Printer(options.vocabulary ?? 'full', seed, limit);
  const machine = new Machine({
    seed,
    cpus: options.cpus ?? scenario.needs?.cpus ?? 4,
    tasks: options.tasks ?? 4,
    profile,
    printer,
    bug,
    lacks: scenario.needs?.lacks ?? null,
    blocks: scenario.needs?.blocks ?? 300,
    reschedules: !scenario.story,
    truth: options.truth ?? null,
  });
  const work = scenario.setUp(machine);
  startWatcher(machine, scenario.name, work, scenario.story ? 1 : Number.POSITIVE_INFINITY);
  return {
    text: runTasks(machine),
    events: () => printer.events,
    outcome: () => {
      const { broken } = machine;
      return { broken, tookPlace: bug?.rules.some((rule) => broken.includes(rule)) ?? false };
    },
  };
}

function findBug(name: string): Bug {
  const bug = bugs.find((b) => b.name === name);
  if (bug === undefined) throw new UsageError(`no bug '${name}': see mmfold generate --list`);
  return bug;
}

export { bugs } from './bugs/index.ts';
export { scenarios } from './scenarios/index.ts';
