import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { testFolder } from '../store/folder.ts';
import { mmfold, smallTrace } from './captured.ts';

const folder = testFolder();
const at = (name: string) => join(folder, name);
const trace = at('trace.txt');

beforeAll(() => {
  writeFileSync(trace, smallTrace);
});

async function rowsOf(store: string, sql: string): Promise<unknown> {
  return JSON.parse((await mmfold(['query', store, sql, '--format', 'json'])).out);
}

describe('import', () => {
  test('makes a store of a trace, plain or gzip', async () => {
    writeFileSync(at('trace.txt.gz'), gzipSync(smallTrace));
    expect(await mmfold(['import', trace, '-o', at('plain.db')])).toMatchObject({ code: 0, out: '' });
    expect(await mmfold(['import', at('trace.txt.gz'), '-o', at('gzip.db')])).toMatchObject({ code: 0 });
    const sql = 'SELECT * FROM trace';
    expect(await rowsOf(at('plain.db'), sql)).toEqual(await rowsOf(at('gzip.db'), sql));
  });

  test('says what was lost, and is partial under --strict', async () => {
    const relaxed = await mmfold(['import', trace, '-o', at('relaxed.db')]);
    expect(relaxed).toMatchObject({ code: 0, err: expect.stringContaining('events were lost in 1 gap') });
    expect(await mmfold(['import', trace, '-o', at('strict.db'), '--strict'])).toMatchObject({ code: 4 });
  });

  test.each([
    ['--pid 3912', ['mm_page_free', 'rss_stat']],
    ['--cpu 0', ['mm_page_free', 'rss_stat']],
    ['--event mm_page_*', ['mm_page_alloc', 'mm_page_free']],
    ['--since 86.520249 --until 86.5203', ['mm_page_alloc', 'mm_page_free']],
    ['--since +0.7ms --until end', ['mm_init', 'rss_stat', 'tracing_mark_write']],
  ])('keeps only what %s lets pass, and accounts for the rest', async (options, names) => {
    const store = at(`${options.replaceAll(/\W+/g, '')}.db`);
    expect(await mmfold(['import', trace, '-o', store, ...options.split(' ')])).toMatchObject({ code: 0 });
    expect(await rowsOf(store, 'SELECT name FROM trace')).toEqual(names.map((name) => ({ name })));
    const { lines } = JSON.parse((await mmfold(['info', store, '--format', 'json'])).out);
    expect(lines).toMatchObject({ events: 6, stored_events: names.length, filtered: 6 - names.length, unexplained: 0 });
  });

  test('makes a store of each of several traces in a directory', async () => {
    mkdirSync(at('stores'));
    writeFileSync(at('other.log'), smallTrace);
    expect(await mmfold(['import', trace, at('other.log'), '-o', at('stores')])).toMatchObject({ code: 0 });
    expect(readdirSync(at('stores')).sort()).toEqual(['other.db', 'trace.db']);
  });
});

describe('a bad import ends with one sentence, its exit code and no store', () => {
  const gzip = gzipSync(smallTrace.repeat(50));
  const files: Record<string, string | Buffer> = {
    'empty.txt': '',
    'photo.jpeg': Buffer.from('ffd8ffe000104a46494600010101004800480000ffdb0043', 'hex'),
    'prose.txt': 'Dear diary,\nnothing was traced today.\n',
    'cut.gz': gzip.subarray(0, gzip.length / 2),
  };

  beforeAll(() => {
    for (const [name, content] of Object.entries(files)) writeFileSync(at(name), content);
    mkdirSync(at('folder'));
  });

  test.each(['missing.txt', 'folder', ...Object.keys(files)])('%s', async (name) => {
    const result = await mmfold(['import', at(name), '-o', at('bad.db')]);
    expect(result).toMatchObject({ code: 3, out: '', err: expect.stringMatching(/^mmfold: [^\n]+\n$/) });
    expect(readdirSync(folder).filter((file) => file.startsWith('bad.db'))).toEqual([]);
  });

  test.each([
    ['a target that exists', () => [trace, '-o', at('exists.db')], 2, /exists: use --force/],
    ['a target that is the trace', () => [trace, '-o', trace, '--force'], 2, /is the trace itself/],
    ['no target', () => [trace], 2, /needs -o STORE/],
    ['a target in no directory', () => [trace, '-o', at('no/where.db')], 5, /there is no directory/],
    ['several traces and one file', () => [trace, trace, '-o', at('bad.db')], 2, /must be a directory/],
    ['a filter that nothing passes', () => [trace, '-o', at('bad.db'), '--pid', '77'], 2, /no event of .* passes --pid 77/],
    ['a filter that means nothing', () => [trace, '-o', at('bad.db'), '--cpu', 'x'], 2, /write numbers/],
    ['a time only a store can tell', () => [trace, '-o', at('bad.db'), '--since', '@GT'], 2, /an import knows only times/],
    ['an unknown option', () => [trace, '-o', at('bad.db'), '--fast'], 2, /unknown option '--fast'/],
  ] as const)('%s', async (_, args, code, sentence) => {
    writeFileSync(at('exists.db'), 'mine');
    const result = await mmfold(['import', ...args()]);
    expect(result).toMatchObject({ code, err: expect.stringMatching(sentence) });
    expect(readdirSync(folder).filter((file) => file.startsWith('bad.db'))).toEqual([]);
  });
});
