import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type MmView, openReplay } from '../src/library.ts';
import { mmfold } from './commands/captured.ts';
import { testFolder } from './store/folder.ts';

const folder = testFolder();
const trace = join(import.meta.dirname, '..', 'fixtures', 'tiny-plain-7.2', 'trace.txt.gz');

const countOf = ({ mm, entries }: MmView): string => `0x${BigInt.asUintN(64, BigInt(mm)).toString(16)} ${[...entries()].length}`;

test.each(['with', 'without'])(
  'a replay goes to any moment, in any order, as the command does, in a store %s facts and checkpoints',
  async (how) => {
    const store = join(folder, `${how}.db`);
    await mmfold(['import', trace, '-o', store, ...(how === 'without' ? ['--no-fold'] : [])]);
    const replay = await openReplay(store);
    for (const moment of ['@GT 35 BEGIN', '@GT 13 BEGIN', '#7000', 'end']) {
      const { out } = await mmfold(['replay', store, '--to', moment, '--format', 'json', '--show', 'pte']);
      const told = JSON.parse(out).mms as { mm: string; ptes: { nr?: number }[] }[];
      const expected = told.map(({ mm, ptes }) => `${mm} ${ptes.reduce((sum, { nr = 1 }) => sum + nr, 0)}`);
      expect(replay.at(moment).mms().map(countOf)).toEqual(expected);
    }
    expect(() => replay.at('@nowhere')).toThrow(/nowhere/);
    expect(replay.isFolded).toBe(how === 'with');
    expect(replay.lastSeq).toBeGreaterThan(7479);
    expect(replay.kernel.name).toMatch(/7/);
    await replay.close();
  },
);
