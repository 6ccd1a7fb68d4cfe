import type { Store } from '../store/index.ts';
import type { Command } from './parts/command.ts';
import { askedFormat, printRows, rowOptions, withOutput } from './parts/print-rows.ts';
import { withStore } from './parts/with-store.ts';

export const info = {
  name: 'info',
  summary: 'what a store holds, and what can be known from it',
  usage: [{ name: '<store>', about: 'a store made by import' }],
  options: rowOptions,
  examples: ['mmfold info t.db', 'mmfold info t.db --format json'],
  async run(given, io) {
    const { name } = await askedFormat(given);
    await withStore(given.args[0], async (store) => {
      if (name === 'table') await withOutput(given, io, async (sink) => sink.write(await infoText(store)));
      else if (name === 'json') await withOutput(given, io, async (sink) => sink.write(await infoJson(store)));
      else {
        const { events } = await import('../queries/events.ts');
        await printRows({ columns: events.columns, rows: events.rows(store) }, given, io);
      }
    });
    return undefined;
  },
} as const satisfies Command;

async function infoText(store: Store): Promise<string> {
  const { sections } = await import('./info-sections/index.ts');
  const parts: string[] = [];
  for (const section of sections) {
    const content = await section.read(store);
    if (content) parts.push(`${section.name}\n${content.lines.map((line) => (line ? `  ${line}\n` : '\n')).join('')}`);
  }
  return parts.join('\n');
}

async function infoJson(store: Store): Promise<string> {
  const { sections } = await import('./info-sections/index.ts');
  const { jsonOf } = await import('../output/value.ts');
  const entries: string[] = [];
  for (const section of sections) {
    const content = await section.read(store);
    if (content) entries.push(`${JSON.stringify(section.name)}:${jsonOf(content.data)}`);
  }
  return `{\n${entries.join(',\n')}\n}\n`;
}
