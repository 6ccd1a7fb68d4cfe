import { numbered, seqWords } from '../../facts/step-words.ts';
import { defineModel } from '../define.ts';
import type { World } from '../world.ts';
import { isHashed } from './hashed-pointer.ts';

const Seq = numbered(seqWords);

/** A hash that no probe explains for so long is not worth more memory. */
const MAX_CHANGES = 100_000;

/** mm->mmap_lock, and mm->mm_lock_seq where the kernel has it as a seqcount. */
export interface MmapLock {
  readonly mm: number;
  /** tid of the writer, 0 when there is none. */
  writer: number;
  /** tids that hold it for read; one tid twice if it took it twice. */
  readers: number[];
  waiters: number[];
  /** Write acquisitions plus write releases and downgrades since mm_init(): mm_lock_seq of a seqcount kernel. */
  seq: number;
  /** Is seq known: counted from mm_init() on, or printed since? */
  counted: boolean;
  /** Are all holders known? After a loss they are from the next write acquisition on. */
  whole: boolean;
  /** The event that made the mm; -1 when that was not seen. */
  born: number;
  /** Events at which seq changed, kept only while the mm is known by a hash. */
  changes: number[];
  since: number;
}

function newLock(world: World, mm: number): MmapLock {
  return {
    mm,
    writer: 0,
    readers: [],
    waiters: [],
    seq: 0,
    counted: false,
    whole: false,
    born: -1,
    changes: [],
    since: world.now.seq,
  };
}

export function mmapLockOf(world: World, mm: number): MmapLock {
  let lock = world.mmapLocks.get(mm);
  if (!lock) {
    lock = newLock(world, mm);
    world.mmapLocks.set(mm, lock);
  }
  return lock;
}

/** The lock a tracepoint means, whose mm may be hashed. */
function printedLock(world: World, mm: number): MmapLock {
  return mmapLockOf(world, world.pointerJoin ? world.pointerJoin.resolve(mm) : mm);
}

function step(world: World, lock: MmapLock): void {
  lock.seq++;
  if (isHashed(lock.mm) && lock.changes.length < MAX_CHANGES) lock.changes.push(world.now.seq);
}

const drop = (list: number[], tid: number): boolean => {
  const at = list.indexOf(tid);
  if (at >= 0) list.splice(at, 1);
  return at >= 0;
};

/** include/linux/mmap_lock.h: mmap_write_lock() makes the sequence odd, vma_end_write_all() before unlock or downgrade even again. */
export const mmapLock = defineModel({
  name: 'mmap-lock',
  on: {
    mm_new(world, { mm }) {
      const lock = newLock(world, mm);
      lock.born = world.now.seq;
      lock.counted = !world.pointerJoin || world.pointerJoin.knows(mm);
      lock.whole = lock.counted;
      world.mmapLocks.set(mm, lock);
    },
    mmap_lock_req(world, { mm }) {
      printedLock(world, mm).waiters.push(world.now.task.tid);
    },
    mmap_lock_acq(world, { mm, write, ok }) {
      const lock = printedLock(world, mm);
      const { tid } = world.now.task;
      drop(lock.waiters, tid);
      if (!ok) return;
      lock.since = world.now.seq;
      if (write) {
        lock.writer = tid;
        lock.readers = [];
        lock.whole = true;
        step(world, lock);
      } else if (lock.writer === tid) {
        // A downgrade shows as a read acquisition by the task that still is the writer.
        step(world, lock);
        lock.writer = 0;
        lock.readers.push(tid);
      } else {
        lock.readers.push(tid);
      }
    },
    mmap_lock_rel(world, { mm, write }) {
      const lock = printedLock(world, mm);
      lock.since = world.now.seq;
      if (write) {
        step(world, lock);
        if (lock.writer !== world.now.task.tid && lock.writer !== 0)
          world.complain('mmap_lock released by another task than its writer');
        lock.writer = 0;
      } else if (!drop(lock.readers, world.now.task.tid) && lock.readers.length > 0) {
        // A read lock may be handed to another task (mmap_read_unlock_non_owner): some reader is gone.
        lock.readers.shift();
      }
    },
    step_mm_seq(world, { mm, seq, why }) {
      const lock = mmapLockOf(world, mm);
      // It is printed just before the lock is seen taken, but just after it is seen dropped.
      lock.seq = why === Seq.lock ? seq - 1 : seq;
      lock.counted = true;
    },
    vma_write(world, { mm, mmSeq }) {
      const lock = mmapLockOf(world, mm);
      if (mmSeq < 0 || !world.kernel.mmLockSeq || (world.pointerJoin && !world.pointerJoin.knows(mm))) return;
      if (lock.counted && lock.seq !== mmSeq) world.complain('mm_lock_seq printed differs from the replayed one');
      lock.seq = mmSeq;
      lock.counted = true;
    },
  },
});
