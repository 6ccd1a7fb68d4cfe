import type { MappedFile } from './kernel/file.ts';
import type { Mm } from './kernel/mm.ts';
import { VM_HUGEPAGE, VM_WRITE, type Vma } from './kernel/vma.ts';
import type { Machine, Pin } from './machine.ts';
import { access } from './ops/access.ts';
import { dropPages, takePages } from './ops/gup.ts';
import { dontneed } from './ops/madvise.ts';
import { type Mapping, mmap } from './ops/mmap.ts';
import { mprotect } from './ops/mprotect.ts';
import { munmap } from './ops/munmap.ts';
import { extend, truncate } from './ops/truncate.ts';
import { spawn, waitFor } from './processes.ts';
import { between } from './scheduler.ts';
import type { Steps } from './task.ts';

/** How often a program does what, in parts of their sum. */
export interface Mix {
  readonly touch: number;
  readonly map?: number;
  readonly unmap?: number;
  readonly protect?: number;
  readonly dontneed?: number;
  readonly fork?: number;
  readonly pin?: number;
  readonly truncate?: number;
}

/** What a program works on. */
export interface Habit {
  readonly mix: Mix;
  /** What it maps, by chance one of these. */
  readonly mappings: readonly Mapping[];
  /** Mappings it keeps at most. */
  readonly most: number;
  /** Writes in 8 touches. */
  readonly writes: number;
  /** Pages touched in a row at most. */
  readonly run: number;
  /** DONTNEED takes whole tables, where the mapping has them. */
  readonly wholeTables?: boolean;
  /** Operations a forked child does. */
  readonly childOps?: number;
}

/** A program that does as its habit is until that is over. */
export function* live(m: Machine, habit: Habit, over: () => boolean): Steps {
  const pins: Pin[] = [];
  const t = m.current;
  while (!over() && !m.p.full) {
    yield* between(m, t);
    yield* act(m, habit, pins);
  }
  yield* dropPages(m, pins);
}

function* act(m: Machine, habit: Habit, pins: Pin[]): Steps {
  const mm = m.current.mm as Mm;
  const vma = mm.vmas.length > 0 ? m.prng.pick(mm.vmas) : null;
  if (vma === null) {
    yield* mmap(m, m.prng.pick(habit.mappings));
    return;
  }
  switch (choose(m, habit.mix)) {
    case 'map':
      if (mm.vmas.length < habit.most) yield* mmap(m, m.prng.pick(habit.mappings));
      return;
    case 'unmap': {
      const [start, end] = m.prng.chance(1, 2) ? [vma.start, vma.end] : part(m, vma, habit);
      yield* munmap(m, start, end);
      return;
    }
    case 'protect': {
      const [start, end] = part(m, vma, habit);
      if (mm.vmas.length < habit.most * 2) yield* mprotect(m, start, end, !vma.has(VM_WRITE));
      return;
    }
    case 'dontneed': {
      const [start, end] = part(m, vma, habit);
      yield* dontneed(m, start, end);
      return;
    }
    case 'fork':
      yield* forkChild(m, habit);
      return;
    case 'pin':
      yield* pin(m, vma, pins);
      return;
    case 'truncate':
      if (vma.file !== null) yield* resize(m, vma.file);
      return;
    default:
      yield* touchSome(m, vma, habit);
  }
}

function choose(m: Machine, mix: Mix): keyof Mix {
  const entries = Object.entries(mix) as [keyof Mix, number][];
  let at = m.prng.below(entries.reduce((sum, [, n]) => sum + n, 0));
  for (const [what, n] of entries) {
    if (at < n) return what;
    at -= n;
  }
  return 'touch';
}

function* touchSome(m: Machine, vma: Vma, habit: Habit): Steps {
  const { start, end } = vma;
  const pages = (end - start) / 4096;
  const first = m.prng.below(pages);
  const run = Math.min(1 + m.prng.below(habit.run), pages - first);
  const write = vma.has(VM_WRITE) && m.prng.chance(habit.writes, 8);
  for (let i = 0; i < run && !m.p.full; i++) {
    if (!(yield* access(m, start + (first + i) * 4096 + 8 * m.prng.below(512), write))) return;
  }
}

/** A piece of a VMA: whole tables where the habit says so, else some pages. */
function part(m: Machine, vma: Vma, habit: Habit): readonly [start: number, end: number] {
  const firstTable = Math.ceil(vma.start / 0x200000);
  const tables = Math.floor(vma.end / 0x200000) - firstTable;
  if ((habit.wholeTables === true || vma.has(VM_HUGEPAGE)) && tables > 0 && m.prng.chance(3, 4)) {
    const start = (firstTable + m.prng.below(tables)) * 0x200000;
    return [start, start + 0x200000];
  }
  const pages = (vma.end - vma.start) / 4096;
  const first = m.prng.below(pages);
  const count = 1 + m.prng.below(Math.min(32, pages - first));
  return [vma.start + first * 4096, vma.start + (first + count) * 4096];
}

/** A child that works on its copy for a while, and mostly the parent waits for it. */
function* forkChild(m: Machine, habit: Habit): Steps {
  if (m.tasks.filter((t) => t.program !== null).length > m.options.tasks + 12) return;
  const quiet: Habit = { ...habit, mix: { ...habit.mix, fork: 0 } };
  const child = yield* spawn(m, m.current.comm, function* (machine) {
    const pins: Pin[] = [];
    const ops = 1 + machine.prng.below(habit.childOps ?? 6);
    for (let i = 0; i < ops && !machine.p.full; i++) {
      yield* between(machine, machine.current);
      yield* act(machine, quiet, pins);
    }
    yield* dropPages(machine, pins);
  });
  if (m.prng.chance(1, 2)) yield* waitFor(m, [child]);
}

function* pin(m: Machine, vma: Vma, pins: Pin[]): Steps {
  if (pins.length > 0 && m.prng.chance(1, 2)) {
    const some = pins.splice(0, 1 + m.prng.below(pins.length));
    yield* dropPages(m, some);
    return;
  }
  const pages = (vma.end - vma.start) / 4096;
  const first = m.prng.below(pages);
  const count = Math.min(1 + m.prng.below(4), pages - first);
  const write = vma.has(VM_WRITE) && m.prng.chance(1, 2);
  const start = vma.start + first * 4096;
  const take = { write, pin: m.prng.chance(7, 8), longterm: m.prng.chance(1, 2) };
  pins.push(...(yield* takePages(m, start, start + count * 4096, take)));
}

function* resize(m: Machine, file: MappedFile): Steps {
  if (m.resizing.has(file)) return;
  m.resizing.add(file);
  const full = m.sizes.get(file) ?? file.pages;
  m.sizes.set(file, full);
  if (file.pages < full) yield* extend(m, file, full);
  else yield* truncate(m, file, Math.max(4, full - 1 - m.prng.below(24)));
  m.resizing.delete(file);
}
