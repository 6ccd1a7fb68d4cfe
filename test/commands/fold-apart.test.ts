import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { afterAll, describe, expect, test } from 'vitest';

/* A long trace is folded by a thread of its own; what comes of it must be what one thread makes of it. */

const cli = fileURLToPath(new URL('../../dist/cli.cjs', import.meta.url));
const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mmfold-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const mmfold = (...args: string[]) => execFileSync(process.execPath, [cli, ...args], { maxBuffer: 1 << 30 });

/** Everything that was derived, and the events behind it. */
function contents(store: string) {
  const db = new Sqlite(store, { readonly: true });
  const all = (sql: string) => db.prepare<[], unknown>(sql).all();
  const found = {
    fold: all('SELECT * FROM fold'),
    blocks: all('SELECT first_seq, last_seq, rows, hex(data) FROM fact_block'),
    checkpoints: all('SELECT seq FROM checkpoint'),
  };
  db.close();
  return found;
}

describe.skipIf(!existsSync(cli))('a fold in a thread of its own', () => {
  test.each(['tiny-7.2', 'tiny-plain-7.2'])(
    'of %s derives the same every time, and what fold makes again says the same',
    (name) => {
      const trace = join(fixtures, name, 'trace.txt.gz');
      const [first, second] = ['first', 'second'].map((each) => join(folder, `${name}-${each}.db`));
      for (const store of [first, second]) mmfold('import', trace, '-o', store);
      const made = contents(first);
      expect(made.blocks.length).toBeGreaterThan(0);
      expect(contents(second)).toEqual(made);
      const at = (store: string) => mmfold('replay', store, '--to', '@GT 13 BEGIN', '--format', 'json').toString();
      const before = at(second);
      mmfold('fold', second);
      expect(at(second) === before).toBe(true);
      expect(contents(second).fold).toEqual(made.fold);
    },
  );
});
