import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parts } from '../../src/commands/info-sections/known/parts.ts';
import type { EventType } from '../../src/events/define.ts';
import { eventTypes } from '../../src/events/index.ts';
import { testFolder } from '../store/folder.ts';
import { mmfold } from './captured.ts';

const folder = testFolder();
let traces = 0;

interface Coverage {
  readonly kernel: { readonly profile: string; readonly vma_lock: string; readonly sign: string | null };
  readonly page_map: unknown;
  readonly pointers: string | null;
  readonly loss_windows: number;
  readonly state: readonly {
    readonly part: string;
    readonly certainty: string;
    readonly told_by: Readonly<Record<string, number>>;
    readonly not_told: readonly { readonly what: string; readonly events: readonly string[] }[];
  }[];
  readonly lacking: readonly unknown[];
}

/** What info says of a trace of these lines, one microsecond apart. */
async function coverageOf(lines: readonly string[]): Promise<{ coverage: Coverage; text: string }> {
  const at = (i: number) => `    tiny-3905  (   3905) [001] .....    86.${String(520000 + i)}: `;
  const trace = join(folder, `${++traces}.txt`);
  const store = join(folder, `${traces}.db`);
  writeFileSync(trace, lines.map((line, i) => `${line.startsWith('CPU:') ? '' : at(i)}${line}\n`).join(''));
  expect(await mmfold(['import', trace, '-o', store])).toMatchObject({ code: 0 });
  const { out } = await mmfold(['info', store, '--format', 'json']);
  return { coverage: JSON.parse(out).coverage, text: (await mmfold(['info', store])).out };
}

const examples = (wanted: (type: EventType) => boolean): string[] => eventTypes.filter(wanted).map(({ example }) => example);
const of70 = ({ names }: EventType) => !names.some((name) => /^(page_(add|remove)_|do_set_pte|vma_store|mmstep_)/.test(name));
const certainties = ({ state }: Coverage) => Object.fromEntries(state.map(({ part, certainty }) => [part, certainty]));

describe('coverage', () => {
  test('with every event, all is observed', async () => {
    const { coverage } = await coverageOf(examples(of70));
    expect(coverage.kernel).toEqual({ profile: '7.0', vma_lock: 'refcnt', sign: 'vm_refcnt is printed' });
    expect(new Set(Object.values(certainties(coverage)))).toEqual(new Set(['observed']));
    expect(coverage.state.flatMap(({ not_told }) => not_told)).toEqual([]);
    expect(coverage.pointers).toBe('raw');
    expect(coverage.lacking).toEqual([]);
  });

  test('with stock tracepoints alone, entries are inferred and tables unknown', async () => {
    const { coverage, text } = await coverageOf(examples((type) => of70(type) && !type.probe));
    expect(certainties(coverage)).toMatchObject({
      'address spaces': 'inferred',
      VMAs: 'inferred',
      entries: 'inferred',
      'page-table pages': 'unknown',
      rss: 'unknown',
      mmap_lock: 'observed',
      'VMA write locks': 'unknown',
      tasks: 'observed',
    });
    const entries = coverage.state.find(({ part }) => part === 'entries');
    expect(entries?.told_by).toMatchObject({ page_fault_user: 1, mm_page_alloc: 1 });
    expect(entries?.not_told).toContainEqual({
      what: 'file pages',
      events: ['set_pte_range', 'do_set_pte'],
    });
    expect(text).toMatch(/^ {2}entries +inferred$/m);
  });

  test('a probe that lacks an argument gives no fact and is counted', async () => {
    const bare = 'handle_mm_fault: (handle_mm_fault+0x4/0x2c0) address=0x7fffe79c5738 flags=0x1255';
    const { coverage, text } = await coverageOf([bare, bare]);
    expect(coverage.lacking).toEqual([{ event: 'handle_mm_fault', lacks: ['handle_mm_fault without vma_mm'], events: 2 }]);
    expect(coverage.state.find(({ part }) => part === 'entries')).toMatchObject({ certainty: 'unknown', told_by: {} });
    expect(text).toContain('2 events: handle_mm_fault without vma_mm');
  });

  test('hashed pointers, losses and the kernel are told', async () => {
    const { coverage, text } = await coverageOf([
      'mmap_lock_start_locking: mm=00000000d2f5572a memcg_path=/ write=true',
      'CPU:1 [LOST 7 EVENTS]',
      'mmap_lock_released: mm=00000000d2f5572a memcg_path=/ write=true',
    ]);
    expect(coverage).toMatchObject({ pointers: 'hashed', loss_windows: 1, page_map: null, kernel: { profile: '6.1' } });
    expect(certainties(coverage)).toMatchObject({ 'VMA read locks': 'absent', 'VMA write locks': 'absent' });
    expect(text).toContain('1 gap: state set before a gap is doubtful after it');
    expect(text).toMatch(/VMA write locks +this kernel has none/);
  });

  test('the page map is learned from events that print page and pfn', async () => {
    const free = (n: number) => `mm_page_free: page=ffffea00000${n}0000 pfn=0x${(n * 0x400).toString(16)} order=0`;
    const { coverage } = await coverageOf([1, 2, 3, 4, 5].map(free));
    expect(coverage.page_map).toEqual({ base: '0xffffea0000000000', struct_page_bytes: 64 });
  });
});

test('every event that a part asks for has a definition', () => {
  const known = new Set(eventTypes.flatMap(({ names }) => names));
  const asked = parts.flatMap(({ needs, rare, stock }) => [...[...needs, ...rare].flatMap(({ by }) => by), ...stock]);
  expect(asked.filter((name) => !known.has(name))).toEqual([]);
});
