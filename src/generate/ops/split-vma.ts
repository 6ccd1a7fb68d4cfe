import type { Mm } from '../kernel/mm.ts';
import { tableIndex } from '../kernel/page-table.ts';
import { neverLocked, type Vma } from '../kernel/vma.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';
import { splitLeaf } from './huge.ts';
import { lockRmap } from './rmap-walk.ts';
import { attachVma, writeLockVma } from './vma-lock.ts';

/** __split_vma(): `vma` keeps one side of `addr`, a new VMA gets the other; `newBelow` tells which. Gives the new one. */
export function* splitVma(m: Machine, vma: Vma, addr: number, newBelow: boolean): Steps<Vma> {
  const mm = vma.mm as Mm;
  m.say.space.split(vma, addr, newBelow);
  m.say.space.dup(vma);
  const fresh = copyVma(m, vma);
  m.say.space.dupRet(fresh);
  if (newBelow) {
    fresh.end = addr;
  } else {
    fresh.start = addr;
    fresh.pgoff = vma.indexOf(addr);
  }
  fresh.changed();
  yield* writeLockVma(m, vma);
  yield* writeLockVma(m, fresh);
  m.say.space.prepare(vma, fresh);
  if (addr % 0x200000 !== 0 && mm.leaves.has(tableIndex(addr))) yield* splitLeaf(m, vma, addr);
  yield* lockRmap(vma);
  if (newBelow) {
    const pgoff = vma.indexOf(addr);
    m.say.step.vmaChange(vma, 'vm_pgoff', vma.pgoff, pgoff, true);
    m.say.step.vmaChange(vma, 'vm_start', vma.start, addr, true);
    vma.pgoff = pgoff;
    vma.start = addr;
  } else {
    m.say.step.vmaChange(vma, 'vm_end', vma.end, addr, true);
    vma.end = addr;
  }
  vma.changed();
  attachVma(m, fresh);
  mm.insert(fresh);
  m.say.space.complete(vma, fresh);
  m.say.space.stored(fresh, 'mas_store_prealloc');
  if (m.profile.text === '6.1') m.say.space.stored(vma, 'mas_store_prealloc');
  if (fresh.file !== null) fresh.file.vmas.add(fresh);
  if (fresh.anon !== null) fresh.anon.vmas.add(fresh);
  fresh.rmapLinked = vma.rmapLinked;
  if (fresh.rmapLinked) m.say.step.vmaRmap(fresh);
  m.say.space.splitRet();
  yield;
  return fresh;
}

/** vm_area_dup(): a copy that no tree has yet. */
export function copyVma(m: Machine, vma: Vma): Vma {
  const fresh = m.newVma();
  fresh.mm = vma.mm;
  fresh.start = vma.start;
  fresh.end = vma.end;
  fresh.flags = vma.flags;
  fresh.pgoff = vma.pgoff;
  fresh.file = vma.file;
  fresh.anon = vma.anon;
  fresh.anonVma = vma.anonVma;
  fresh.refcnt = 0;
  fresh.lockSeq = neverLocked;
  fresh.readers.clear();
  fresh.detached = true;
  fresh.inTree = false;
  fresh.rmapLinked = false;
  fresh.changed();
  return fresh;
}
