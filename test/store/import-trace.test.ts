import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { InputError, OutputError, UsageError } from '../../src/base/errors.ts';
import { BatchFilter } from '../../src/store/batch-filter.ts';
import { createStore } from '../../src/store/create.ts';
import { openStore, readBatches, readSource } from '../../src/store/index.ts';
import { batchOf, shapeOf, sourceOf } from './events.ts';
import { testFolder } from './folder.ts';
import { importAt } from './import-at.ts';

const folder = testFolder();
const shapes = [shapeOf('rss_stat', [['size', 'd']]), shapeOf('mm_page_alloc', [['pfn', '0x']])];
const events = [10, 20, 30, 40, 50, 60].map((ts, i) => ({ ts, cpu: i % 2, task: i < 3 ? 0 : 1, shape: i % 2, args: [i] }));
const small = () => sourceOf([batchOf(1, events)], { shapes });

test('an existing target is refused, replaced with force, and kept when the new import fails', async () => {
  const path = join(folder, 'exists.db');
  await importAt(small(), path);
  await expect(importAt(small(), path)).rejects.toThrow(new UsageError(`${path} exists: use --force to replace it`));
  const before = readFileSync(path);
  const broken = sourceOf([], { shapes }, { batches: failing });
  await expect(importAt(broken, path, { force: true })).rejects.toThrow('cut off');
  expect(readFileSync(path)).toEqual(before);
  await importAt(small(), path, { force: true });
  (await openStore(path)).close();
});

function* failing() {
  yield batchOf(1, events);
  throw new InputError('cut off');
}

test('an import that fails or is interrupted leaves nothing behind', async () => {
  const controller = new AbortController();
  controller.abort(new Error('interrupted'));
  const path = join(folder, 'nothing.db');
  await expect(importAt(sourceOf([], {}, { batches: failing }), path)).rejects.toThrow(InputError);
  await expect(importAt(small(), path, { signal: controller.signal })).rejects.toThrow('interrupted');
  await expect(importAt(sourceOf([], {}), path)).rejects.toThrow(new InputError('trace.txt holds no event'));
  await expect(importAt(small(), join(folder, 'no', 'such', 'folder.db'))).rejects.toThrow(OutputError);
  expect(readdirSync(folder).filter((file) => file.startsWith('nothing'))).toEqual([]);
});

test('what a killed import left says that it is incomplete, and goes with the next import', async () => {
  const path = join(folder, 'killed.db');
  const store = await createStore(path);
  store.db.exec("INSERT INTO source (id, complete, path, format) VALUES (1, 0, 'trace.txt', 'ftrace text')");
  store.db.close();
  const left = `${path}.999999999.partial`;
  writeFileSync(left, readFileSync(`${path}.${process.pid}.partial`));
  await expect(openStore(left)).rejects.toThrow(/is incomplete: its import did not finish/);
  await importAt(small(), path);
  expect(existsSync(left)).toBe(false);
});

test('what a killed import left says that it is incomplete wherever the kill tore it', async () => {
  const path = join(folder, 'torn.db');
  const store = await createStore(path);
  store.db.exec("INSERT INTO source (id, complete, path, format) VALUES (1, 0, 'trace.txt', 'ftrace text')");
  store.db.close();
  const whole = readFileSync(`${path}.${process.pid}.partial`);
  const page = 16384;
  for (let at = 0; at < whole.length; at += page) {
    const cut = whole.subarray(0, at + page / 2);
    const hole = Buffer.concat([whole.subarray(0, at), Buffer.alloc(page), whole.subarray(at + page)]);
    for (const [what, bytes] of Object.entries({ cut, hole })) {
      const left = `${path}.${at}.partial`;
      writeFileSync(left, bytes);
      await expect(openStore(left), `${what} at ${at}`).rejects.toThrow(/is incomplete: its import did not finish/);
    }
  }
});

test('a file that is no store, or of a newer schema, is refused with a sentence', async () => {
  const photo = join(folder, 'photo.jpeg');
  writeFileSync(photo, Buffer.from('ffd8ffe000104a46494600010101004800480000', 'hex'));
  await expect(openStore(photo)).rejects.toThrow(new InputError(`${photo} is not an mmfold store`));
  await expect(openStore(folder)).rejects.toThrow(new InputError(`${folder} is not a file`));
  await expect(openStore(join(folder, 'no.db'))).rejects.toThrow(InputError);
  const path = join(folder, 'newer.db');
  await importAt(small(), path);
  const db = new Sqlite(path);
  db.exec("INSERT INTO kysely_migration VALUES ('9999-from-the-future', '')");
  db.close();
  await expect(openStore(path)).rejects.toThrow(UsageError);
  await expect(openStore(path)).rejects.toThrow(/was written by a newer mmfold/);
});

test('a filter leaves events out, numbers the rest anew and is remembered', async () => {
  const path = join(folder, 'filtered.db');
  const source = sourceOf([batchOf(1, events.slice(0, 4), [{ index: 3, cpu: 1, count: 5 }]), batchOf(5, events.slice(4))], {
    shapes,
  });
  const wanted = { since: source.originNs + 20n, until: source.originNs + 50n, cpus: new Set([1]), event: () => true };
  await importAt(source, path, { filter: new BatchFilter('--cpu 1', wanted, source.dictionary) });
  const store = await openStore(path);
  const batch = [...readBatches(store)][0];
  expect([...batch.args]).toEqual([1, 3]);
  expect(batch.losses).toEqual([{ index: 1, cpu: 1, count: 5 }]);
  expect(readSource(store)).toMatchObject({ events: 2, filtered: 4, filter: '--cpu 1', event_lines: 6 });
  store.close();
});

test('a filter that nothing passes is a usage error', async () => {
  const source = small();
  const filter = new BatchFilter('--pid 5', { pids: new Set([5]) }, source.dictionary);
  await expect(importAt(source, join(folder, 'none.db'), { filter })).rejects.toThrow(
    new UsageError('no event of trace.txt passes --pid 5'),
  );
});
