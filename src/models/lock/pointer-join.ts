import { defineModel } from '../define.ts';
import type { World } from '../world.ts';
import { isHashed } from './hashed-pointer.ts';
import { mmapLockOf } from './mmap-lock.ts';

/** A stretch in which a task held an mmap_lock whose mm was printed as a hash, and the mms its probes named meanwhile. */
interface Hold {
  readonly hash: number;
  readonly seen: Set<number>;
}

/**
 * Finds out which mm_struct a hashed pointer stands for: probes print raw pointers, and what a task's probes name while it
 * holds the lock is that mm or one it is copying. The hash of a pointer is fixed for a boot, so a pair once found stays.
 */
export class PointerJoin {
  readonly joined = new Map<number, number>();
  private readonly claimed = new Set<number>();
  private readonly holds = new Map<number, Hold[]>();
  private readonly candidates = new Map<number, Set<number>>();

  /** The mm a lock event means: the pointer where it is known, else the hash, which then is a mm of its own. */
  resolve(mm: number): number {
    return this.joined.get(mm) ?? mm;
  }

  /** Is the hash of this mm known? */
  knows(mm: number): boolean {
    return this.claimed.has(mm);
  }

  open(tid: number, hash: number): void {
    const list = this.holds.get(tid);
    const hold = { hash, seen: new Set<number>() };
    if (list) list.push(hold);
    else this.holds.set(tid, [hold]);
  }

  /** A probe of the task named this mm; `sure` when it can only be the mm whose lock is held. Returns a hash just solved, or 0. */
  see(tid: number, mm: number, sure: boolean): number {
    const list = this.holds.get(tid);
    if (!list || list.length === 0 || mm === 0) return 0;
    for (const hold of list) hold.seen.add(mm);
    if (!sure || list.length !== 1) return 0;
    return this.claim(list[0].hash, mm) ? list[0].hash : 0;
  }

  /** The lock was dropped: what was seen in all holds of a hash is what remains. Returns the hash if that solved it, or 0. */
  close(tid: number, hash: number): number {
    const list = this.holds.get(tid);
    const at = list ? list.findLastIndex((hold) => hold.hash === hash) : -1;
    if (!list || at < 0) return 0;
    const [hold] = list.splice(at, 1);
    if (hold.seen.size === 0 || this.joined.has(hash)) return 0;
    const before = this.candidates.get(hash);
    const left = new Set([...hold.seen].filter((mm) => (!before || before.has(mm)) && !this.claimed.has(mm)));
    this.candidates.set(hash, left);
    const [only] = left;
    return before && left.size === 1 && this.claim(hash, only) ? hash : 0;
  }

  forget(): void {
    this.holds.clear();
  }

  private claim(hash: number, mm: number): boolean {
    if (this.joined.has(hash) || this.claimed.has(mm)) return false;
    this.joined.set(hash, mm);
    this.claimed.add(mm);
    return true;
  }
}

function see(world: World, mm: number, sure: boolean): void {
  if (world.pointerJoin) settle(world, world.pointerJoin.see(world.now.task.tid, mm, sure));
}

/** What was counted under the hash since the mm was made belongs to the mm. */
function settle(world: World, hash: number): void {
  const mm = hash ? world.pointerJoin?.joined.get(hash) : undefined;
  if (mm === undefined) return;
  const counted = world.mmapLocks.get(hash);
  if (!counted) return;
  world.mmapLocks.delete(hash);
  const lock = mmapLockOf(world, mm);
  const born = lock.born;
  if (born >= 0 && born >= world.doubtBefore) {
    lock.seq = counted.changes.filter((seq) => seq > born).length;
    lock.counted = true;
  }
  lock.writer = counted.writer;
  lock.readers = counted.readers;
  lock.waiters = counted.waiters;
  lock.whole = counted.whole;
  lock.since = counted.since;
}

/** Evidence for the join, from what probes say while a lock is held. */
export const pointerJoin = defineModel({
  name: 'pointer-join',
  on: {
    mmap_lock_acq(world, { mm, ok }) {
      if (!isHashed(mm)) return;
      world.pointerJoin ??= firstHash(world);
      if (ok) world.pointerJoin.open(world.now.task.tid, mm);
    },
    mmap_lock_rel(world, { mm }) {
      if (isHashed(mm) && world.pointerJoin) settle(world, world.pointerJoin.close(world.now.task.tid, mm));
    },
    fault_begin(world, { mm }) {
      see(world, mm, true);
    },
    vma_write(world, { mm }) {
      see(world, mm, true);
    },
    vma_state(world, { mm }) {
      see(world, mm, false);
    },
    vma_alloc(world, { mm }) {
      see(world, mm, false);
    },
  },
});

/** With hashed pointers nothing counted under a raw pointer so far was complete. */
function firstHash(world: World): PointerJoin {
  for (const lock of world.mmapLocks.values()) {
    lock.counted = false;
    lock.whole = false;
  }
  return new PointerJoin();
}
