import type { Mm } from '../kernel/mm.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';

/** Takes mmap_lock for write; all VMAs may be write-locked from then on. */
export function* lockForWrite(m: Machine, mm: Mm): Steps {
  const t = m.current;
  m.say.lock.request(mm, true);
  mm.lock.waitingWriters++;
  yield;
  while (!mm.lock.canWrite) yield () => mm.lock.canWrite;
  mm.lock.waitingWriters--;
  mm.lock.writer = t;
  if (m.profile.vmaLock !== 'none') {
    mm.seq = (mm.seq + 1) >>> 0;
    m.say.step.mmSeq(mm, 'lock');
    m.check('D8', mm.seq % 2 === 1);
  }
  m.say.lock.acquired(mm, true, true);
}

/** Gives it back; the write locks of all VMAs end. */
export function unlockForWrite(m: Machine, mm: Mm): void {
  m.say.lock.released(mm, true);
  endVmaWrites(m, mm, 'unlock');
  mm.lock.writer = null;
}

/** Write becomes read: the write locks of all VMAs end, other readers may enter. */
export function downgrade(m: Machine, mm: Mm): void {
  m.say.lock.acquired(mm, false, true);
  endVmaWrites(m, mm, 'downgrade');
  mm.lock.writer = null;
  mm.lock.readers.add(m.current);
}

export function* lockForRead(m: Machine, mm: Mm): Steps {
  const t = m.current;
  m.check('D12', ![...t.vmas].some((vma) => vma.mm === mm));
  m.say.lock.request(mm, false);
  yield;
  while (!mm.lock.canRead) yield () => mm.lock.canRead;
  mm.lock.readers.add(t);
  m.say.lock.acquired(mm, false, true);
}

/** Tries to, without waiting. */
export function tryLockForRead(m: Machine, mm: Mm): boolean {
  const ok = mm.lock.canRead;
  if (ok) mm.lock.readers.add(m.current);
  m.say.lock.acquired(mm, false, ok);
  return ok;
}

export function unlockForRead(m: Machine, mm: Mm): void {
  m.say.lock.released(mm, false);
  mm.lock.readers.delete(m.current);
}

function endVmaWrites(m: Machine, mm: Mm, why: 'unlock' | 'downgrade'): void {
  if (m.profile.vmaLock === 'none') return;
  if (!m.holds('unlock-ends-vma-writes') && why === 'unlock' && m.prng.chance(1, 8)) {
    m.check('D8', false);
    return;
  }
  mm.seq = (mm.seq + 1) >>> 0;
  m.say.step.mmSeq(mm, why);
  m.check(why === 'downgrade' ? 'D15' : 'D8', mm.seq % 2 === 0);
}
