import type { Mm } from '../kernel/mm.ts';
import type { Vma } from '../kernel/vma.ts';
import type { Machine } from '../machine.ts';
import type { Steps, Task } from '../task.ts';
import { copyRange } from './copy-range.ts';
import { linkRmap } from './mmap.ts';
import { lockForWrite, unlockForWrite } from './mmap-lock.ts';
import { lockRmap } from './rmap-walk.ts';
import { copyVma } from './split-vma.ts';
import { putTables, takeTablePage } from './tables.ts';
import { flushRange } from './tlb.ts';
import { attachVma, writeLockVma } from './vma-lock.ts';

/** SIGCHLD, CHILD_SETTID and CHILD_CLEARTID, as a C library forks; and a thread's flags. */
const forkFlags = 0x1200011;
const threadFlags = 0x3d0f00;

/** fork(): a child with a copy of the address space. It runs `program` once it is given one. */
export function* fork(m: Machine): Steps<Task> {
  const t = m.current;
  const old = t.mm as Mm;
  enterClone(m, forkFlags);
  const mm = yield* newMm(m, t);
  m.say.task.dupMmap(mm, old);
  yield* lockForWrite(m, old);
  yield* lockForWrite(m, mm);
  for (const vma of [...old.vmas]) yield* copyOne(m, vma, mm);
  mm.mmapBase = old.mmapBase;
  yield* putTables(m);
  unlockForWrite(m, mm);
  yield* flushRange(m, old, 0, null);
  unlockForWrite(m, old);
  const child = m.newTask(t.comm, null);
  child.mm = mm;
  mm.tgid = child.tgid;
  mm.comm = child.comm;
  endClone(m, t, child, 0x1200000);
  return child;
}

/** clone() of a thread that shares the address space. */
export function* cloneThread(m: Machine): Steps<Task> {
  const t = m.current;
  const mm = t.mm as Mm;
  enterClone(m, threadFlags);
  yield;
  const child = m.newTask(t.comm, t.tgid);
  child.mm = mm;
  mm.users++;
  endClone(m, t, child, threadFlags);
  return child;
}

function enterClone(m: Machine, flags: number): void {
  m.say.task.enter('clone', [
    ['clone_flags', flags],
    ['newsp', 0],
    ['parent_tidptr', 0],
    ['child_tidptr', 0xf202650],
    ['tls', 0],
  ]);
}

function endClone(m: Machine, t: Task, child: Task, flags: number): void {
  m.say.task.newTask(child, flags);
  m.say.task.fork(t, child);
  m.say.task.leave('clone', child.tid.toString(16));
}

/** mm_init(): an empty address space. */
export function* newMm(m: Machine, t: Task): Steps<Mm> {
  const mm = m.newMm();
  m.say.task.mmInit(mm, t);
  m.say.task.pgdAlloc(mm);
  mm.pgdPfn = takeTablePage(m);
  m.say.task.pgdAllocRet(mm);
  m.say.task.mmInitRet(mm);
  yield;
  return mm;
}

/** One round of dup_mmap(). */
function* copyOne(m: Machine, vma: Vma, mm: Mm): Steps {
  yield* writeLockVma(m, vma);
  m.say.space.dup(vma);
  const child = copyVma(m, vma);
  m.say.space.dupRet(child);
  child.mm = mm;
  if (vma.anon !== null) child.anonVma = m.newAnonVma();
  child.changed();
  yield* writeLockVma(m, child);
  attachVma(m, child);
  mm.insert(child);
  m.say.space.stored(child, 'mas_store');
  yield* lockRmap(child);
  if (child.file !== null) child.file.vmas.add(child);
  if (child.anon !== null) child.anon.vmas.add(child);
  linkRmap(m, child, true);
  m.say.page.copyRange(child, vma);
  if (vma.anon !== null) yield* copyRange(m, child, vma);
  m.say.page.copyRangeRet();
}
