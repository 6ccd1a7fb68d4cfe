import type { Mm } from '../kernel/mm.ts';
import { type Pte, rawPte, tableIndex } from '../kernel/page-table.ts';
import { VM_WRITE, type Vma } from '../kernel/vma.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';
import type { Vmf } from '../vocab/faults.ts';
import { anonFault, prepareAnonVma } from './anon-fault.ts';
import { VM_FAULT_RETRY } from './fault-result.ts';
import { fileFault } from './file-fault.ts';
import { fitsHuge, hugeFault, hugeWriteFault } from './huge.ts';
import { lockForRead, unlockForRead } from './mmap-lock.ts';
import { pmdPtr } from './pte.ts';
import { swapFault } from './swap-fault.ts';
import { allocUpper, putTables } from './tables.ts';
import { readLockVma, readUnlockVma } from './vma-lock.ts';
import { writeFault } from './write-fault.ts';

const FAULT_FLAG_WRITE = 0x1;
/** ALLOW_RETRY, KILLABLE, USER, INTERRUPTIBLE, as x86 sets them for a user fault. */
const userFault = 0x254;
const FAULT_FLAG_VMA_LOCK = 0x1000;

/** A page fault of the running program. False when the address is not mapped (the program would get SIGSEGV). */
export function* fault(m: Machine, va: number, write: boolean): Steps<boolean> {
  const mm = m.current.mm as Mm;
  const there = mm.tables.get(tableIndex(va))?.entryOf(va)?.type === 'present' || mm.leaves.has(tableIndex(va));
  m.say.fault.user(va, 4 + (write ? 2 : 0) + (there ? 1 : 0));
  const flags = userFault + (write ? FAULT_FLAG_WRITE : 0);
  if (m.profile.vmaLock !== 'none') {
    const vma = yield* readLockVma(m, mm, va);
    if (vma !== null) {
      if (!allowed(vma, write)) {
        readUnlockVma(m, vma);
        return false;
      }
      const ret = yield* handleFault(m, vma, va, flags + FAULT_FLAG_VMA_LOCK);
      const given = (ret & VM_FAULT_RETRY) !== 0;
      if (!given) readUnlockVma(m, vma);
      else if (!m.holds('fault-ends-lock-once')) readUnlockVma(m, vma);
      if (!given) return true;
    }
  }
  yield* lockForRead(m, mm);
  const vma = mm.find(va);
  const ok = vma !== null && allowed(vma, write);
  if (vma !== null && ok) yield* handleFault(m, vma, va, flags);
  unlockForRead(m, mm);
  return ok;
}

function allowed(vma: Vma, write: boolean): boolean {
  return !write || vma.has(VM_WRITE);
}

/** handle_mm_fault(): the lock that protects the VMA is the caller's, unless the result has RETRY. */
export function* handleFault(m: Machine, vma: Vma, va: number, flags: number): Steps<number> {
  const mm = vma.mm as Mm;
  const sem = m.profile.ptReclaim === 'R2';
  m.say.fault.begin(vma, va, flags);
  if (sem) {
    yield () => mm.ptSem.canRead;
    mm.ptSem.readers.add(m.current);
    m.say.step.tableSem(mm, 'read');
  }
  yield;
  const ret = yield* dispatch(m, vma, va, flags);
  if (sem) {
    mm.ptSem.readers.delete(m.current);
    m.say.step.tableSem(mm, 'read_end');
  }
  yield* putTables(m);
  m.say.fault.end(ret);
  return ret;
}

/** The fault as the entry demands it: what no entry, or none of its kind, is there for. */
function* dispatch(m: Machine, vma: Vma, va: number, flags: number): Steps<number> {
  const mm = vma.mm as Mm;
  const write = (flags & FAULT_FLAG_WRITE) !== 0;
  const vmaLocked = (flags & FAULT_FLAG_VMA_LOCK) !== 0;
  const index = tableIndex(va);
  const needsAnon = vma.anon === null && (vma.file === null || (write && vma.isCow));
  if (needsAnon && !(yield* prepareAnonVma(m, vma, vmaLocked))) return VM_FAULT_RETRY;
  if (mm.leaves.has(index)) {
    if (write) yield* hugeWriteFault(m, vmfOf(m, vma, va, flags, null));
    return 0;
  }
  if (!mm.tables.has(index) && fitsHuge(vma, va)) {
    yield* allocUpper(m, mm, va);
    if (yield* hugeFault(m, vmfOf(m, vma, va, flags, null))) return 0;
  }
  const pte = mm.tables.get(index)?.entryOf(va) ?? null;
  if (pte === null || pte.type === 'marker') {
    yield* allocUpper(m, mm, va);
    const vmf = vmfOf(m, vma, va, flags, pte);
    return yield* vma.file === null ? anonFault(m, vmf, write) : fileFault(m, vmf, write, vmaLocked);
  }
  const vmf = vmfOf(m, vma, va, flags, pte);
  if (pte.type !== 'present' && pte.type !== 'zero') return yield* swapFault(m, vmf, pte, write);
  if (write && !pte.write) yield* writeFault(m, vmf, pte);
  return 0;
}

/** The struct vm_fault of a fault. */
export function vmfOf(m: Machine, vma: Vma, va: number, flags: number, pte: Pte | null): Vmf {
  const mm = vma.mm as Mm;
  return {
    vma,
    mm,
    real: va,
    va: va - (va % 4096),
    flags,
    pmd: pmdPtr(mm, va),
    orig: rawPte(pte, m.profile.text),
    page: null,
  };
}
