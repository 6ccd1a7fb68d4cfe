import { describe, expect, it } from 'vitest';
import { generate } from '../../src/generate/index.ts';

interface Taken {
  readonly text: string;
  readonly files: ReadonlyMap<string, string>;
}

function take(scenario: string, kernel: string): Taken {
  const files = new Map<string, string>();
  const trace = generate({ scenario, kernel, seed: 4, events: 12_000, truth: (name, text) => files.set(name, text) });
  return { text: [...trace.text].join(''), files };
}

const file = ({ files }: Taken, base: string, kind: string): string => files.get(`${base}.${kind}`) ?? '';
const kb = (status: string, name: string): number => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]);
const rows = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

describe('the truth a run writes', () => {
  it.each([
    ['reclaim', '7.2'],
    ['thp', '6.12'],
    ['migration', '6.1'],
  ])(
    'agrees with itself in %s on %s',
    (scenario, kernel) => {
      const taken = take(scenario, kernel);
      const bases = [...taken.files.keys()].filter((name) => name.endsWith('.maps')).map((name) => name.slice(0, -5));
      expect(bases.length).toBeGreaterThan(0);
      for (const base of bases) {
        const status = file(taken, base, 'status');
        const pages = rows(file(taken, base, 'pagemap')).map((line) => line.split(' '));
        const present = pages.filter((columns) => columns[3] === '1' && columns[9] !== '1000000');
        const migrating = rows(file(taken, base, 'pt')).filter((line) => line.startsWith('PTESW')).length;
        const swapped = pages.filter((columns) => columns[4] === '1').length;
        expect(kb(status, 'VmRSS')).toBe(4 * (present.length + migrating - swapped));
        expect(kb(status, 'VmSwap')).toBe(4 * swapped);
        expect(kb(status, 'VmRSS')).toBe(kb(status, 'RssAnon') + kb(status, 'RssFile') + kb(status, 'RssShmem'));
        const vmas = rows(file(taken, base, 'vma')).filter((line) => line.startsWith('VMA'));
        expect(rows(file(taken, base, 'maps'))).toHaveLength(vmas.length);
      }
    },
    30_000,
  );

  it('stands at a marker of the trace that names its number, label and pids', () => {
    const taken = take('fork-heavy', '7.2');
    for (const name of taken.files.keys()) {
      const [, n, label, pid] = /^gt(\d{3})\.(\w+)\.p(\d+)\.\w+$/.exec(name) ?? [];
      expect(taken.text).toMatch(new RegExp(`GT ${Number(n)} BEGIN ${label} pid .*\\b${pid}\\b`));
    }
  });
});
