import { UsageError } from '../base/errors.ts';
import type { Command } from './parts/command.ts';
import { printRows, rowOptions } from './parts/print-rows.ts';
import { withStore } from './parts/with-store.ts';

export const query = {
  name: 'query',
  summary: 'answer any SQL; there is a view for each event name',
  usage: [
    { name: '<store>', about: 'a store made by import' },
    { name: '[sql]', about: 'one statement that reads; - or nothing: from stdin' },
  ],
  options: rowOptions,
  examples: [
    `mmfold query t.db 'SELECT pfn, "order" FROM mm_page_alloc LIMIT 3'`,
    'mmfold query t.db --format json < question.sql',
  ],
  async run(given, io) {
    const [path, sql = '-'] = given.args;
    await withStore(path, async (store) => {
      const { runSql } = await import('../store/sql.ts');
      const text = sql === '-' ? await io.readStdin() : sql;
      if (text.trim() === '') throw new UsageError('there is no SQL: give a statement, or - and the statement on stdin');
      await printRows(runSql(store, text), given, io);
    });
    return undefined;
  },
} as const satisfies Command;
