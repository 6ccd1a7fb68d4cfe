import { exitCode, UsageError } from '../base/errors.ts';
import type { Rows } from '../base/rows.ts';
import type { GenerateOptions } from '../generate/index.ts';
import type { Sink } from '../output/format.ts';
import { type Command, type Given, optionFlag, optionText } from './parts/command.ts';
import type { Io } from './parts/io.ts';
import { printRows, withOutput } from './parts/print-rows.ts';

export const generate = {
  name: 'generate',
  summary: 'make a trace with known truth, with or without a planted bug',
  usage: [{ name: '[scenario]', about: 'a workload or a story of --list' }],
  options: [
    { flags: '--seed <number>', about: 'the same seed gives the same trace (default: 1)' },
    { flags: '--events <count>', about: 'length of a workload (default: 20000, with --bug 40000)' },
    { flags: '--cpus <count>', about: 'CPUs of the machine (default: 4)' },
    { flags: '--tasks <count>', about: 'threads or processes at work (default: 4)' },
    { flags: '--kernel <profile>', about: '5.10, 6.1, 6.12, 7.0 or 7.2; choices after commas: 7.2,ptReclaim=R1' },
    { flags: '--bug <name>', about: 'plant a bug; exit 1 if it did not take place' },
    { flags: '--vocabulary <which>', about: 'stock, probes or full: which events are printed (default: full)' },
    { flags: '--truth <dir>', about: 'write the true state at each marker there, as audit reads it' },
    { flags: '--list', about: 'list the scenarios and the bugs' },
    { flags: '--format <format>', about: 'ftrace; for --list also json' },
    { flags: '-o, --output <file>', about: 'write to a file instead of stdout; a name that ends in .db is a store' },
  ],
  examples: [
    'mmfold generate server --seed 7 --events 100000 -o server.txt',
    'mmfold generate reclaim --bug rmap-before-flush --kernel 6.12 -o bug.txt',
    'mmfold generate thp --seed 3 -o thp.db',
    'mmfold generate --list --format json',
  ],
  async run(given, io) {
    if (optionFlag(given, 'list')) return list(given, io);
    const options = asked(given);
    const { generate: make } = await import('../generate/index.ts');
    const truth = await truthFiles(optionText(given, 'truth'));
    const trace = make(truth === null ? options : { ...options, truth });
    const output = optionText(given, 'output');
    if (output?.endsWith('.db')) await intoStore(trace.text, output, io);
    else await withOutput(given, io, (sink) => writeAll(trace.text, sink));
    const { broken, tookPlace } = trace.outcome();
    if (options.bug === undefined) return exitCode.ok;
    const rules = broken.length > 0 ? ` (it broke ${broken.join(', ')})` : '';
    io.warn(
      tookPlace ? `${options.bug} took place${rules}` : `${options.bug} did not take place: try another --seed or more --events`,
    );
    return tookPlace ? exitCode.ok : exitCode.findings;
  },
} as const satisfies Command;

async function writeAll(text: Iterable<string>, sink: Sink): Promise<void> {
  for (const chunk of text) await sink.write(chunk);
}

/** Makes the trace and imports it as any other; the text is gone afterwards. */
async function intoStore(text: Iterable<string>, target: string, io: Io): Promise<void> {
  const [{ existsSync, rmSync }, { importOne }, { writeFile }, { interruptible }] = await Promise.all([
    import('node:fs'),
    import('./import/one.ts'),
    import('./parts/file-sink.ts'),
    import('./parts/interrupt.ts'),
  ]);
  if (existsSync(target)) throw new UsageError(`${target} exists: remove it, or choose another name`);
  const trace = `${target}.trace.txt`;
  try {
    await writeFile(trace, (sink) => writeAll(text, sink));
    const told = { warn: (line: string) => io.warn(line), progress() {} };
    await interruptible((signal) => importOne({ trace, target, given: { args: [trace], options: {} } }, told, signal));
  } finally {
    rmSync(trace, { force: true });
  }
}

/** The options of the simulation. Throws UsageError for those that make no sense. */
function asked(given: Given): GenerateOptions {
  const [scenario] = given.args;
  if (scenario === undefined) throw new UsageError('generate needs a scenario: see mmfold generate --list');
  const format = optionText(given, 'format') ?? 'ftrace';
  if (format !== 'ftrace') throw new UsageError(`generate writes ftrace text, not '${format}': leave --format out`);
  const vocabulary = optionText(given, 'vocabulary') ?? 'full';
  if (vocabulary !== 'stock' && vocabulary !== 'probes' && vocabulary !== 'full') {
    throw new UsageError(`there is no vocabulary '${vocabulary}': use stock, probes or full`);
  }
  const events = count(given, 'events', 1, 1_000_000_000);
  const cpus = count(given, 'cpus', 1, 64);
  const tasks = count(given, 'tasks', 1, 64);
  const kernel = optionText(given, 'kernel');
  const bug = optionText(given, 'bug');
  return {
    scenario,
    vocabulary,
    seed: count(given, 'seed', 0, 0xffffffff) ?? 1,
    ...(events !== undefined && { events }),
    ...(cpus !== undefined && { cpus }),
    ...(tasks !== undefined && { tasks }),
    ...(kernel !== undefined && { kernel }),
    ...(bug !== undefined && { bug }),
  };
}

function count(given: Given, name: string, least: number, most: number): number | undefined {
  const text = optionText(given, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new UsageError(`--${name} takes a number from ${least} to ${most}, not '${text}'`);
  }
  return value;
}

/** Writes the snapshots' files into a directory, which is made if it is not there. */
async function truthFiles(dir: string | undefined): Promise<((name: string, text: string) => void) | null> {
  if (dir === undefined) return null;
  const [{ mkdirSync, writeFileSync }, { join }] = await Promise.all([import('node:fs'), import('node:path')]);
  mkdirSync(dir, { recursive: true });
  return (name, text) => writeFileSync(join(dir, name), text);
}

async function list(given: Given, io: Io): Promise<undefined> {
  const { bugs, scenarios } = await import('../generate/index.ts');
  if (optionText(given, 'format') === 'json') {
    const answer = {
      bugs: bugs.map(({ name, system, scenario, rules }) => ({ name, system, scenario, rules })),
      scenarios: scenarios.map(({ name }) => ({ name })),
    };
    await withOutput(given, io, (sink) => sink.write(`${JSON.stringify(answer, null, 2)}\n`));
    return;
  }
  const rows: Rows = {
    columns: [
      { name: 'kind', kind: 'text' },
      { name: 'name', kind: 'text' },
      { name: 'about', kind: 'text' },
    ],
    rows: [
      ...scenarios.map((each) => ['scenario', each.name, each.about]),
      ...bugs.map((each) => [`bug ${each.system}`, each.name, `${each.scenario}: ${each.rules.join(', ')}`]),
    ],
  };
  await printRows(rows, given, io);
}
