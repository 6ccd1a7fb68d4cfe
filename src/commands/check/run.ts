import { exitCode, UsageError } from '../../base/errors.ts';
import { check } from '../../check/index.ts';
import { type Given, optionFlag } from '../parts/command.ts';
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
  const [path] = given.args;
  if (path === undefined) throw new UsageError('check wants a store made by import, or --list');
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
