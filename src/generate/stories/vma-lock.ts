import { excludeReaders, type Vma } from '../kernel/vma.ts';
import type { Machine } from '../machine.ts';
import { mmap } from '../ops/mmap.ts';
import { lockForWrite, unlockForWrite } from '../ops/mmap-lock.ts';
import { munmap } from '../ops/munmap.ts';
import { readLockVma, readUnlockVma, writeLockVma } from '../ops/vma-lock.ts';
import type { Program } from '../processes.ts';
import type { Scenario } from '../scenario.ts';
import type { Steps, Task } from '../task.ts';
import { beside, holdBack, ownMm, story, waitFor } from './story.ts';

/** A program for kernels whose VMA lock is one of `kinds`; on others there is nothing to tell but a mapping. */
function onKernelsWith(kinds: readonly string[], program: Program): Program {
  return function* (m) {
    if (kinds.includes(m.profile.vmaLock)) yield* program(m);
    else yield* mmap(m, { pages: 4 });
  };
}

const anyLock = ['rwsem', 'refcnt'];
const counted = ['refcnt'];

/** A thread that read-locks a VMA and holds it until something has come about. */
function* reader(m: Machine, vma: Vma, until: () => boolean): Steps<Task> {
  return yield* beside(m, function* (again) {
    const held = yield* readLockVma(again, ownMm(again), vma.start);
    yield until;
    if (held !== null) readUnlockVma(again, held);
  });
}

/** Two readers hold the VMA when a writer comes. */
function* writerMeetsReaders(m: Machine): Steps {
  const mm = ownMm(m);
  const vma = yield* mmap(m, { pages: 4 });
  const writer = m.current;
  const waiting = (): boolean => mm.lock.writer === writer && (vma.refcnt > excludeReaders || vma.writerWaits);
  const readers = [yield* reader(m, vma, waiting), yield* reader(m, vma, waiting)];
  yield () => vma.readers.size === 2;
  yield* lockForWrite(m, mm);
  yield* writeLockVma(m, vma);
  unlockForWrite(m, mm);
  yield* waitFor(m, readers);
}

export const vmaLockStories: readonly Scenario[] = [
  story('T-D1', 'two readers hold a VMA, a writer waits for them', onKernelsWith(anyLock, writerMeetsReaders)),
  story(
    'T-D2',
    'a reader tries between the writer`s sequence and the unlock',
    onKernelsWith(anyLock, function* (m) {
      const mm = ownMm(m);
      const vma = yield* mmap(m, { pages: 4 });
      let tried = false;
      yield* lockForWrite(m, mm);
      yield* writeLockVma(m, vma);
      const other = m.newTask(m.current.comm, m.current.tgid);
      other.mm = mm;
      other.program = (function* () {
        yield* readLockVma(m, mm, vma.start);
        tried = true;
      })();
      yield () => tried;
      unlockForWrite(m, mm);
    }),
  ),
  story(
    'T-D3',
    'a VMA is detached while a reader has raised its count for a moment',
    onKernelsWith(counted, function* (m) {
      const mm = ownMm(m);
      const vma = yield* mmap(m, { pages: 4 });
      const writer = m.current;
      const locked = (): boolean => vma.lockSeq === mm.seq && vma.refcnt < excludeReaders;
      let steps = 0;
      const early = yield* beside(m, (again) => countSteps(readLockVma(again, mm, vma.start), () => steps++));
      // After three steps the reader has seen an old sequence, and has not raised the count yet.
      early.hold = () => (steps === 3 && !locked()) || (vma.refcnt === 2 && steps > 3);
      yield () => steps === 3;
      holdBack(
        writer,
        () => mm.lock.writer === writer && locked(),
        () => vma.refcnt === 2,
      );
      yield* munmap(m, vma.start, vma.end);
      yield* waitFor(m, [early]);
    }),
  ),
  story('T-D4', 'a new VMA is write-locked with count 0, attached, and unlocked', function* (m) {
    yield* mmap(m, { pages: 4 });
  }),
  story('T-D5', 'the sequence is written before the readers have left', onKernelsWith(anyLock, writerMeetsReaders), {
    lacks: 'seq-after-drain',
  }),
  story(
    'T-D6',
    'mm_lock_seq wraps around to the value a VMA was locked with',
    onKernelsWith(anyLock, function* (m) {
      const mm = ownMm(m);
      const vma = yield* mmap(m, { pages: 4 });
      mm.seq = vma.lockSeq - 1;
      m.say.step.mmSeq(mm, 'unlock');
      yield* lockForWrite(m, mm);
      let tried = false;
      const other = m.newTask(m.current.comm, m.current.tgid);
      other.mm = mm;
      other.program = (function* () {
        yield* readLockVma(m, mm, vma.start);
        tried = true;
      })();
      yield () => tried;
      unlockForWrite(m, mm);
    }),
  ),
  story(
    'T-D7',
    'one reader more than a count can hold',
    onKernelsWith(counted, function* (m) {
      const mm = ownMm(m);
      const vma = yield* mmap(m, { pages: 4 });
      vma.refcnt += excludeReaders - 2;
      const other = yield* beside(m, function* (again) {
        yield* readLockVma(again, mm, vma.start);
      });
      yield* waitFor(m, [other]);
      vma.refcnt -= excludeReaders - 2;
    }),
  ),
];

/** Runs an operation and counts its steps. */
function* countSteps(operation: Steps<unknown>, step: () => void): Steps {
  for (;;) {
    const result = operation.next();
    if (result.done === true) return;
    step();
    yield result.value;
  }
}
