import type { Mm } from '../kernel/mm.ts';
import { excludeReaders, type Vma } from '../kernel/vma.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';

/** VM_REFCNT_LIMIT: more readers than this are refused. */
const readerLimit = excludeReaders - 1;

/** lock_vma_under_rcu(): the VMA of `va`, read-locked, or null where the fault must take mmap_lock. */
export function* readLockVma(m: Machine, mm: Mm, va: number): Steps<Vma | null> {
  m.say.lock.tryVma(mm, va);
  yield;
  m.countLookup(1);
  const vma = yield* lookUp(m, mm, va);
  m.countLookup(-1);
  m.say.lock.tryVmaRet(vma);
  return vma;
}

function* lookUp(m: Machine, mm: Mm, va: number): Steps<Vma | null> {
  for (let tries = 0; tries < 3; tries++) {
    const vma = mm.find(va);
    if (vma === null) break;
    yield;
    const got = yield* m.profile.vmaLock === 'refcnt' ? tryCount(m, mm, vma, va) : trySem(m, mm, vma, va);
    if (got === 'again') continue;
    if (got === 'no') break;
    const holders = vma.readers;
    const t = m.current;
    holders.set(t.tid, (holders.get(t.tid) ?? 0) + 1);
    t.vmas.add(vma);
    m.check('D4', vma.mm === mm && va >= vma.start && va < vma.end && !vma.detached);
    m.check('D3', !(vma.lockSeq === mm.seq && mm.seq % 2 === 1));
    return vma;
  }
  return null;
}

type Got = 'yes' | 'no' | 'again';

/** vma_start_read() of the counted lock. */
function* tryCount(m: Machine, mm: Mm, vma: Vma, va: number): Steps<Got> {
  const fail = (why: string): Got => {
    m.say.step.readFail(vma, mm, va, why);
    return why === 'detached' ? 'again' : 'no';
  };
  if (vma.lockSeq === mm.seq) return fail('seq_busy');
  yield;
  if (vma.refcnt === 0 && m.holds('detached-refuses-readers')) return fail('detached');
  if (vma.refcnt >= readerLimit) return fail('ref_busy');
  if (vma.refcnt === 0) m.check('D5', false);
  vma.refcnt++;
  m.check('D9', vma.refcnt <= readerLimit);
  m.say.step.vmaCount('read_get', vma);
  yield;
  yield;
  const undo = (why: string): Got => {
    vma.refcnt--;
    m.say.step.vmaCount('read_put', vma);
    return fail(why);
  };
  if (vma.mm !== mm) return undo('other_mm');
  if (vma.lockSeq === mm.seq) return undo('seq_busy_late');
  if (va < vma.start || va >= vma.end) return undo('wrong_range');
  return 'yes';
}

/** vma_start_read() of the rw_semaphore. */
function* trySem(m: Machine, mm: Mm, vma: Vma, va: number): Steps<Got> {
  const fail = (why: string): Got => {
    m.say.step.readFail(vma, mm, va, why);
    return why === 'detached' ? 'again' : 'no';
  };
  if (vma.lockSeq === mm.seq) return fail('seq_busy');
  yield;
  if (vma.writerWaits || vma.refcnt >= excludeReaders) return fail('ref_busy');
  vma.refcnt++;
  m.say.step.vmaCount('read_get', vma);
  yield;
  const undo = (why: string): Got => {
    vma.refcnt--;
    m.say.step.vmaCount('read_put', vma);
    return fail(why);
  };
  if (vma.mm !== mm) return undo('other_mm');
  if (vma.lockSeq === mm.seq) return undo('seq_busy_late');
  if (vma.detached) return undo('detached');
  if (va < vma.start || va >= vma.end) return undo('wrong_range');
  return 'yes';
}

/** vma_end_read() of a VMA the running task holds. */
export function readUnlockVma(m: Machine, vma: Vma): void {
  const t = m.current;
  const times = vma.readers.get(t.tid) ?? 0;
  m.check('D13', times > 0);
  if (times <= 1) {
    vma.readers.delete(t.tid);
    t.vmas.delete(vma);
  } else {
    vma.readers.set(t.tid, times - 1);
  }
  vma.refcnt--;
  m.say.step.vmaCount('read_end', vma);
}

/** vma_start_write(): waits for readers to leave and write-locks the VMA until mmap_lock is released. */
export function* writeLockVma(m: Machine, vma: Vma): Steps {
  const mm = vma.mm as Mm;
  if (m.profile.vmaLock === 'none' || vma.lockSeq === mm.seq) return;
  m.say.lock.startWrite(vma, mm);
  yield;
  if (vma.refcnt === 0 && m.profile.vmaLock === 'refcnt') {
    writeSeq(m, vma);
    return;
  }
  if (!m.holds('seq-after-drain')) writeSeq(m, vma);
  const bit = m.holds('writer-uses-bit-30') ? excludeReaders : 0x8000_0000;
  const counted = m.profile.vmaLock === 'refcnt' ? 1 : 0;
  vma.writerWaits = true;
  if (counted === 0) while (vma.refcnt > 0) yield () => vma.refcnt === 0;
  vma.refcnt += bit;
  m.check('D9', vma.refcnt < 0x8000_0000);
  m.check('D2', mm.lock.writer === m.current);
  m.say.step.vmaCount('exclude', vma);
  yield;
  while (vma.refcnt > bit + counted) yield () => vma.refcnt <= bit + counted;
  vma.writerWaits = false;
  if (m.holds('seq-after-drain')) writeSeq(m, vma);
  vma.refcnt -= bit;
  m.say.step.vmaCount('unexclude', vma);
}

/** Writes vm_lock_seq. */
function writeSeq(m: Machine, vma: Vma): void {
  const mm = vma.mm as Mm;
  vma.lockSeq = mm.seq;
  const drained =
    m.profile.vmaLock === 'rwsem' || vma.refcnt >= excludeReaders ? vma.refcnt % excludeReaders <= 1 : vma.refcnt === 0;
  m.check('D7', mm.lock.writer === m.current && drained);
  m.check('D3', vma.readers.size === 0);
  m.say.step.vmaSeq(vma);
}

/** vma_mark_attached(): readers may find it from now on. */
export function attachVma(m: Machine, vma: Vma): void {
  vma.detached = false;
  if (m.profile.vmaLock === 'none') return;
  m.check('D6', vma.lockSeq === (vma.mm as Mm).seq);
  if (m.profile.vmaLock === 'refcnt') vma.refcnt = 1;
  m.say.step.vmaCount('attach', vma);
}

/** vma_mark_detached(): no reader can lock it any more. */
export function* detachVma(m: Machine, vma: Vma): Steps {
  vma.detached = true;
  if (m.profile.vmaLock === 'none') return;
  m.check('D6', vma.lockSeq === (vma.mm as Mm).seq);
  if (m.profile.vmaLock === 'refcnt') vma.refcnt--;
  m.say.step.vmaCount('detach', vma);
  if (m.profile.vmaLock !== 'refcnt' || vma.refcnt === 0) return;
  if (!m.holds('detach-waits-for-readers')) return;
  vma.refcnt += excludeReaders;
  m.say.step.vmaCount('exclude', vma);
  yield;
  while (vma.refcnt > excludeReaders) yield () => vma.refcnt === excludeReaders;
  vma.refcnt -= excludeReaders;
  m.say.step.vmaCount('unexclude', vma);
}
