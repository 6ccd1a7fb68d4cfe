import { describe, expect, test } from 'vitest';
import { mayReuse, type ReuseInputs } from '../../src/models/exclusive/cow.ts';
import {
  type AnonPage,
  forkMigration,
  forkPresent,
  forkSwap,
  ksmProtect,
  migrateIn,
  migrateOut,
  mustUnshare,
  newPage,
  splitHuge,
  swapIn,
  swapOut,
} from '../../src/models/exclusive/transitions.ts';
import { Kind } from '../../src/models/page-table/entry.ts';
import { bornYoung, faultAroundWindow, verdict } from '../../src/models/prefault/window.ts';
import { Entry, memberOf } from '../../src/models/protocol/entry-book.ts';
import { tableFate, type ZapOfTable } from '../../src/models/table-life/reclaim.ts';
import { type GatherStep, type ZappedSlot, zapSteps } from '../../src/models/tlb/gather.ts';

/* The small scenarios of the model with their expected results, on the models alone; in traces: stories.test.ts. */

const slots = (n: number, slot: ZappedSlot): ZappedSlot[] => new Array<ZappedSlot>(n).fill(slot);
const dirtyFile: ZappedSlot = { anon: false, dirty: true };
const cleanFile: ZappedSlot = { anon: false, dirty: false };
const dirtyAnon: ZappedSlot = { anon: true, dirty: true };
const kinds = (steps: readonly GatherStep[]): string => steps.map((step) => step.kind).join(' ');

describe('system A', () => {
  test('T-A1: a dirty shared page is uncounted before the flush in A0 and A1, after it in A2 and A3', () => {
    for (const rmap of ['A0', 'A1'] as const)
      expect(kinds([...zapSteps(rmap, [[dirtyFile]])])).toBe('clear dirty rmap flush release');
    for (const rmap of ['A2', 'A3'] as const)
      expect(kinds([...zapSteps(rmap, [[dirtyFile]])])).toBe('clear dirty flush rmap release');
  });

  test('T-A2: an anonymous page is not delayed in A2', () => {
    expect(kinds([...zapSteps('A2', [[dirtyAnon]])])).toBe('clear rmap flush release');
    expect(kinds([...zapSteps('A3', [[dirtyAnon]])])).toBe('clear flush rmap release');
  });

  test('T-A3: 400 clean and 512 dirty file pages: two flushes and one drop of the lock in A2, one flush in A0', () => {
    const tables = [slots(400, cleanFile), slots(512, dirtyFile)];
    const delayed = [...zapSteps('A2', tables)];
    expect(delayed.filter((step) => step.kind === 'flush')).toEqual([
      { kind: 'flush', table: 1, forced: true },
      { kind: 'flush', table: 1, forced: true },
    ]);
    expect(delayed.filter((step) => step.kind === 'drop-ptl')).toHaveLength(1);
    const first = delayed.findIndex((step) => step.kind === 'flush');
    expect(delayed.slice(0, first).filter((step) => step.kind === 'clear' && step.table === 1)).toHaveLength(116);
    expect([...zapSteps('A0', tables)].filter((step) => step.kind === 'flush')).toEqual([
      { kind: 'flush', table: 1, forced: true },
    ]);
  });

  test('every slot is uncounted and released once, whatever the design', () => {
    for (const rmap of ['A0', 'A2', 'A3'] as const) {
      const steps = [...zapSteps(rmap, [slots(600, dirtyFile).slice(0, 512), slots(300, dirtyAnon), slots(40, cleanFile)])];
      for (const kind of ['rmap', 'release'] as const)
        expect(new Set(steps.filter((step) => step.kind === kind).map((step) => 'slot' in step && step.slot)).size).toBe(852);
    }
  });
});

const whole: ZapOfTable = {
  dontneed: true,
  pages: 512,
  skipped: false,
  dropped: false,
  pmdLockFree: true,
  used: 0,
  walkers: 0,
};

describe('system B', () => {
  test('T-B1: DONTNEED of a whole table: R0 keeps, R1 and R3 free', () => {
    expect(tableFate('R0', whole).freed).toBe(false);
    expect(tableFate('R1', whole)).toEqual({ freed: true, way: 'count', lostEntries: 0 });
    expect(tableFate('R3', whole)).toEqual({ freed: true, way: 'fast', lostEntries: 0 });
  });

  test('T-B2: one page short: R1 frees only when it is gone too, R3 keeps', () => {
    expect(tableFate('R1', { ...whole, pages: 511, used: 1 }).freed).toBe(false);
    expect(tableFate('R1', { ...whole, pages: 511, used: 0 }).freed).toBe(true);
    expect(tableFate('R3', { ...whole, pages: 511, used: 0 }).freed).toBe(false);
  });

  test('T-B3: a guard marker inside keeps the table in R1 and R3', () => {
    for (const design of ['R1', 'R3'] as const) expect(tableFate(design, { ...whole, skipped: true, used: 1 }).freed).toBe(false);
  });

  test('T-B4: emptied through rmap: R1 frees, R3 keeps', () => {
    expect(tableFate('R1', { ...whole, dontneed: false }).freed).toBe(true);
    expect(tableFate('R3', { ...whole, dontneed: false }).freed).toBe(false);
  });

  test('T-B5: refilled while the lock was dropped: R3 rescans and keeps, R3bug loses an entry', () => {
    const refilled = { ...whole, dropped: true, used: 1 };
    expect(tableFate('R3', refilled)).toEqual({ freed: false, rescanned: true });
    expect(tableFate('R3bug', refilled)).toEqual({ freed: true, way: 'fast', lostEntries: 1 });
    expect(tableFate('R3', { ...refilled, used: 0 })).toEqual({ freed: true, way: 'slow', lostEntries: 0 });
  });

  test('T-B6: 25600 tables emptied one after another: 102400 kB in R0, nothing in R1 and R3', () => {
    const left = (design: 'R0' | 'R1' | 'R3'): number =>
      Array.from({ length: 25_600 }, () => tableFate(design, whole)).filter((fate) => !fate.freed).length * 4;
    expect([left('R0'), left('R1'), left('R3')]).toEqual([102_400, 0, 0]);
  });
});

describe('system C', () => {
  test('T-C1, T-C2, T-C3: the window', () => {
    expect(faultAroundWindow(37, 5, 1000, 16)).toEqual({ from: 32, to: 47 });
    expect(faultAroundWindow(511, 1, 4, 16)).toEqual({ from: 510, to: 511 });
    expect(faultAroundWindow(9, 2, 100, 16)).toEqual({ from: 7, to: 22 });
  });

  test('T-C4, T-C5: old where old is wanted, but young beside the demanded page of one folio', () => {
    const single = Array.from({ length: 16 }, (_, at) => bornYoung(at, 1, 5, true));
    expect(single.filter(Boolean)).toHaveLength(1);
    expect(bornYoung(0, 16, 5, true)).toBe(true);
    expect(bornYoung(0, 1, 5, false)).toBe(true);
  });

  test('reclaim reacts to young entries', () => {
    expect(verdict(0, true, false)).toBe('reclaim');
    expect(verdict(1, false, false)).toBe('keep');
    expect(verdict(1, true, false)).toBe('activate');
    expect(verdict(2, false, false)).toBe('activate');
  });
});

const reuse = (inputs: Partial<ReuseInputs>): Record<string, boolean> => {
  const page: ReuseInputs = {
    exclusive: false,
    refs: 1,
    mapcount: 1,
    swapcache: 0,
    swapUses: 0,
    pages: 1,
    ksm: false,
    ...inputs,
  };
  return { mapcount: mayReuse('mapcount', page), pagecount: mayReuse('pagecount', page), ae: mayReuse('ae', page) };
};

describe('system E', () => {
  test('T-E1: after fork the child copies, the parent reuses', () => {
    const { page, copied } = forkPresent(newPage, false);
    expect([copied, page.exclusive, page.mapcount]).toEqual([false, false, 2]);
    expect(reuse({ refs: 2, mapcount: 2 })).toEqual({ mapcount: false, pagecount: false, ae: false });
    expect(reuse({ refs: 1, mapcount: 1 })).toEqual({ mapcount: true, pagecount: true, ae: true });
  });

  const pinned: AnonPage = { ...newPage, refs: 1025, pins: 1 };

  test('T-E2: fork copies a pinned page, its flag stays', () => {
    expect(forkPresent(pinned, true)).toEqual({ page: pinned, copied: true });
  });

  test('T-E3: an exclusive page with a stray reference: page_count copies (an unreliable pin), the flag reuses', () => {
    expect(reuse({ exclusive: true, refs: 1026 })).toEqual({ mapcount: true, pagecount: false, ae: true });
  });

  test('T-E4: the child is gone, its reference is not: mapcount leaks, the others copy', () => {
    expect(reuse({ exclusive: false, refs: 2, mapcount: 1 })).toEqual({ mapcount: true, pagecount: false, ae: false });
  });

  test('T-E5: swap-out, fork, swap-in: exclusive only by being alone', () => {
    const out = swapOut(newPage);
    expect(out?.entryExclusive).toBe(true);
    expect(forkSwap().exclusive).toBe(false);
    const cached: AnonPage = { exclusive: false, mapcount: 0, refs: 2, pins: 0, ksm: false };
    expect(swapIn(cached, false, false).exclusive).toBe(false);
    expect(swapIn({ ...cached, refs: 1 }, false, false).exclusive).toBe(true);
    expect(swapIn(cached, true, false).exclusive).toBe(true);
    expect(swapIn(cached, true, true).exclusive).toBe(false);
  });

  test('T-E6: migration of an exclusive read-only page, forked on the way, ends shared', () => {
    const out = migrateOut(newPage, false);
    expect(out?.kind).toBe('read_exclusive');
    expect(migrateIn({ ...newPage, mapcount: 0 }, 'read_exclusive').page.exclusive).toBe(true);
    expect(migrateIn({ ...newPage, mapcount: 0 }, forkMigration()).page.exclusive).toBe(false);
    expect(migrateOut(pinned, true)).toBeNull();
  });

  test('T-E7: KSM leaves a pinned page alone', () => {
    expect(ksmProtect(pinned, 0)).toBeNull();
    expect(ksmProtect({ ...newPage, refs: 2 }, 0)?.exclusive).toBe(false);
  });

  test('T-E8: the split of an exclusive huge page: 512 flags, mapped once each', () => {
    const { pages, refs } = splitHuge(newPage);
    expect(pages).toHaveLength(512);
    expect(pages.every((page) => page.exclusive && page.mapcount === 1)).toBe(true);
    expect(refs).toBe(512);
  });

  test('a read-only pin must unshare what is not exclusive', () => {
    expect(mustUnshare({ ...newPage, exclusive: false }, true, false, true)).toBe(true);
    expect(mustUnshare(newPage, true, true, true)).toBe(false);
    expect(mustUnshare(newPage, false, true, true)).toBe(true);
    expect(mustUnshare(newPage, false, false, true)).toBe(false);
  });
});

test('T-R1: one entry of each type: two anonymous pages and one of swap', () => {
  const entries = [
    [Entry.device_private, Kind.anon],
    [Entry.migration, Kind.anon],
    [Entry.swap, Kind.unknown],
    [Entry.zero, Kind.unknown],
    [Entry.hwpoison, Kind.anon],
  ] as const;
  const members = entries.map(([type, kind]) => memberOf(type, kind));
  expect(members.filter((member) => member === 1)).toHaveLength(2);
  expect(members.filter((member) => member === 2)).toHaveLength(1);
  expect(members.filter((member) => member === -1)).toHaveLength(2);
});
