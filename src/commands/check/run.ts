import { exitCode, UsageError } from '../../base/errors.ts';
import { check } from '../../check/index.ts';
import type { Vocabulary } from '../../generate/print.ts';
import { type Given, optionFlag, optionText } from '../parts/command.ts';
import type { Io } from '../parts/io.ts';
import { askedFormat, printRows, withOutput } from '../parts/print-rows.ts';
import { storeSource } from '../parts/store-source.ts';
import { withStore } from '../parts/with-store.ts';
import { askedCheck, askedRules } from './asked.ts';
import { checkDocument } from './document.ts';
import { ruleRows, violationRows } from './rows.ts';
import { checkTable } from './table.ts';

/** Judges a store by the rules and prints what came of it; 1 when one is violated. */
export async function runCheck(given: Given, io: Io): Promise<number> {
  if (optionFlag(given, 'list')) {
    await printRows(ruleRows(askedRules(given)), given, io);
    return exitCode.ok;
  }
  if (optionFlag(given, 'bugs') || optionFlag(given, 'sound')) return runSelfTest(given, io);
  const [path] = given.args;
  if (path === undefined) throw new UsageError('check wants a store made by import, or --list, --bugs or --sound');
  const format = await askedFormat(given);
  return withStore(path, async (store) => {
    const source = storeSource(store);
    const result = check(source, askedCheck(given, source.dictionary.shapes));
    await withOutput(given, io, async (sink) => {
      if (format.name === 'json') await sink.write(`${JSON.stringify(checkDocument(result, store), null, 1)}\n`);
      else if (format.name === 'table') for (const line of checkTable(result, store)) await sink.write(line);
      else await format.write(violationRows(result, store), sink);
    });
    return result.cases.some((each) => each.violated > 0) ? exitCode.findings : exitCode.ok;
  });
}

/** Runs the rules over generated traces, whose truth is known; 1 when a bug is missed or a sound kernel accused. */
async function runSelfTest(given: Given, io: Io): Promise<number> {
  const [{ allRuns }, { bugTest, soundTest }] = await Promise.all([
    import('./self-test/all-runs.ts'),
    import('./self-test/tables.ts'),
  ]);
  const test = optionFlag(given, 'bugs') ? bugTest : soundTest;
  const choice = { seeds: asked(given, 'seeds') ?? 20, events: asked(given, 'events'), vocabulary: askedVocabulary(given) };
  const runs = test.runs(choice);
  const outcomes = await allRuns(runs, ({ bug, scenario, kernel }, done) =>
    io.screen?.draw(`${done} of ${runs.length}: ${bug ?? scenario} on ${kernel}`),
  );
  io.screen?.draw('');
  await printRows(test.rows(runs, outcomes), given, io);
  return outcomes.some(test.failed) ? exitCode.findings : exitCode.ok;
}

/** A number above 0, or null where it was not given. */
function asked(given: Given, name: string): number | null {
  const text = optionText(given, name);
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,6}$/.test(text))
    throw new UsageError(`--${name} wants a number of ${name === 'seeds' ? 'runs' : name}, not '${text}'`);
  return Number(text);
}

function askedVocabulary(given: Given): Vocabulary {
  const text = optionText(given, 'vocabulary') ?? 'full';
  if (text !== 'stock' && text !== 'probes' && text !== 'full')
    throw new UsageError(`there is no vocabulary '${text}': use stock, probes or full`);
  return text;
}
