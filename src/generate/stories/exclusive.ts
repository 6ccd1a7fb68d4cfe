import { VM_HUGEPAGE, VM_MERGEABLE } from '../kernel/vma.ts';
import { dropPages, takePages } from '../ops/gup.ts';
import { merge } from '../ops/ksm.ts';
import { migrate } from '../ops/migrate.ts';
import { mmap } from '../ops/mmap.ts';
import { mprotect } from '../ops/mprotect.ts';
import { munmap } from '../ops/munmap.ts';
import { reclaim } from '../ops/reclaim.ts';
import { spawn } from '../processes.ts';
import type { Scenario } from '../scenario.ts';
import { entryAt, folioAt, helper, holdBack, ownMm, story, touch, waitFor } from './story.ts';

const readPin = { write: false, pin: true, longterm: true };
const writePin = { write: true, pin: true, longterm: true };
const plainGet = { write: false, pin: false, longterm: false };

export const exclusiveStories: readonly Scenario[] = [
  story('T-E1', 'write, fork, the child writes, then the parent writes', function* (m) {
    const vma = yield* mmap(m, { pages: 2 });
    yield* touch(m, vma.start, 1, true);
    const child = yield* spawn(m, 't-e1', (again) => touch(again, vma.start, 1, true));
    yield* waitFor(m, [child]);
    yield* touch(m, vma.start, 1, true);
  }),
  story('T-E2', 'the parent pins a page to write to it, then forks', function* (m) {
    const vma = yield* mmap(m, { pages: 2 });
    yield* touch(m, vma.start, 1, true);
    const pins = yield* takePages(m, vma.start, vma.start + 4096, writePin);
    const child = yield* spawn(m, 't-e2', (again) => touch(again, vma.start, 1, false));
    yield* waitFor(m, [child]);
    yield* touch(m, vma.start, 1, true);
    yield* dropPages(m, pins);
  }),
  story('T-E3', 'a read-only pin and a stray reference on a page that the parent then writes to', function* (m) {
    const vma = yield* mmap(m, { pages: 2 });
    yield* touch(m, vma.start, 1, true);
    const child = yield* spawn(m, 't-e3', (again) => touch(again, vma.start, 1, false));
    yield* waitFor(m, [child]);
    const pins = yield* takePages(m, vma.start, vma.start + 4096, readPin);
    pins.push(...(yield* takePages(m, vma.start, vma.start + 4096, plainGet)));
    yield* touch(m, vma.start, 1, true);
    yield* dropPages(m, pins);
  }),
  story('T-E4', 'the child takes a reference as vmsplice does and unmaps; the parent writes', function* (m) {
    const vma = yield* mmap(m, { pages: 2 });
    yield* touch(m, vma.start, 1, true);
    let written = false;
    let unmapped = false;
    const child = yield* spawn(m, 't-e4', function* (again) {
      const pins = yield* takePages(again, vma.start, vma.start + 4096, plainGet);
      yield* munmap(again, vma.start, vma.start + 8192);
      unmapped = true;
      yield () => written;
      yield* dropPages(again, pins);
    });
    yield () => unmapped;
    yield* touch(m, vma.start, 1, true);
    written = true;
    yield* waitFor(m, [child]);
  }),
  story('T-E5', 'an exclusive page is swapped out; fork; the parent swaps it in', function* (m) {
    const mm = ownMm(m);
    const vma = yield* mmap(m, { pages: 2 });
    yield* touch(m, vma.start, 1, true);
    let rounds = 0;
    helper(m, 'kswapd0', function* () {
      while (entryAt(mm, vma.start)?.type !== 'swap' && rounds++ < 8) yield* reclaim(m, 4);
      rounds = 100;
    });
    yield () => rounds >= 100;
    let seen = false;
    const child = yield* spawn(m, 't-e5', function* () {
      yield () => seen;
    });
    yield* touch(m, vma.start, 1, false);
    seen = true;
    yield* waitFor(m, [child]);
  }),
  story('T-E6', 'an exclusive read-only page is being migrated when the process forks', function* (m) {
    const mm = ownMm(m);
    const vma = yield* mmap(m, { pages: 2 });
    yield* touch(m, vma.start, 1, true);
    yield* mprotect(m, vma.start, vma.end, false);
    const folio = folioAt(mm, vma.start);
    let forked = false;
    let moved = false;
    const mover = helper(m, 'kcompactd0', function* () {
      yield* migrate(m, folio);
      moved = true;
    });
    const under = (): boolean => entryAt(mm, vma.start)?.type === 'migration' && (vma.anon?.walkers ?? 0) === 0;
    holdBack(mover, under, () => forked);
    yield under;
    const child = yield* spawn(m, 't-e6', function* () {
      yield () => moved;
    });
    forked = true;
    yield () => moved;
    yield* waitFor(m, [child]);
  }),
  story('T-E7', 'KSM tries to merge a pinned page', function* (m) {
    const mm = ownMm(m);
    const vma = yield* mmap(m, { pages: 4, flags: VM_MERGEABLE });
    yield* touch(m, vma.start, 2, true);
    const pins = yield* takePages(m, vma.start, vma.start + 4096, readPin);
    let tried = false;
    helper(m, 'ksmd', function* () {
      const at = (va: number) => ({ mm, va, folio: folioAt(mm, va) });
      yield* merge(m, at(vma.start), at(vma.start + 4096));
      tried = true;
    });
    yield () => tried;
    yield* dropPages(m, pins);
  }),
  story('T-E8', 'an exclusive huge page is split', function* (m) {
    const vma = yield* mmap(m, { pages: 512, flags: VM_HUGEPAGE });
    yield* touch(m, vma.start, 1, true);
    yield* mprotect(m, vma.start + 0x4000, vma.start + 0x8000, false);
  }),
];
