import { UsageError } from '../base/errors.ts';
import { type Command, optionFlag } from './parts/command.ts';
import { printRows, rowOptions } from './parts/print-rows.ts';
import { withStore } from './parts/with-store.ts';

export const report = {
  name: 'report',
  summary: 'answer a named question',
  usage: [
    { name: '[store]', about: 'a store made by import' },
    { name: '[name]', about: 'a question of --list' },
  ],
  options: [{ flags: '--list', about: 'list the questions' }, ...rowOptions],
  examples: ['mmfold report --list', 'mmfold report t.db markers'],
  async run(given, io) {
    const { questions } = await import('../queries/index.ts');
    const [path, name] = given.args;
    if (optionFlag(given, 'list')) {
      const columns = [
        { name: 'name', kind: 'text' },
        { name: 'summary', kind: 'text' },
      ] as const;
      await printRows({ columns, rows: questions.map((each) => [each.name, each.summary]) }, given, io);
      return undefined;
    }
    const question = questions.find((each) => each.name === name);
    if (path === undefined) throw new UsageError('report needs a store and a question: see mmfold report --list');
    if (!question) throw new UsageError(`there is no question '${name ?? ''}': see mmfold report --list`);
    await withStore(path, (store) => printRows({ columns: question.columns, rows: question.rows(store) }, given, io));
    return undefined;
  },
} as const satisfies Command;
