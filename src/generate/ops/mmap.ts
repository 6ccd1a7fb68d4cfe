import type { MappedFile } from '../kernel/file.ts';
import type { Mm } from '../kernel/mm.ts';
import { VM_ACCOUNT, VM_MAYWRITE, VM_READ, VM_SHARED, VM_SOFTDIRTY, VM_WRITE, type Vma } from '../kernel/vma.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';
import { lockForWrite, unlockForWrite } from './mmap-lock.ts';
import { attachVma, writeLockVma } from './vma-lock.ts';

/** VM_MAYREAD and VM_MAYEXEC. */
const mayReadExec = 0x50;

/** What to map. */
export interface Mapping {
  readonly pages: number;
  readonly write?: boolean;
  readonly shared?: boolean;
  readonly file?: MappedFile;
  /** First page of the file. */
  readonly pgoff?: number;
  /** Further VM_ flags. */
  readonly flags?: number;
  /** Page offset within 2 MiB at which the mapping begins; 0 unless told. */
  readonly offset?: number;
}

/** mmap(): a new VMA below all others of the mm. */
export function* mmap(m: Machine, mapping: Mapping): Steps<Vma> {
  const t = m.current;
  const mm = t.mm as Mm;
  const write = mapping.write ?? true;
  const prot = VM_READ + (write ? VM_WRITE : 0);
  const file = mapping.file ?? null;
  const len = mapping.pages * 4096;
  m.say.task.enter('mmap', [
    ['addr', 0],
    ['len', len],
    ['prot', write ? 3 : 1],
    ['flags', (mapping.shared ? 1 : 2) + (file === null ? 0x20 : 0)],
    ['fd', file === null ? 0xffffffff : 5],
    ['off', (mapping.pgoff ?? 0) * 4096],
  ]);
  yield* lockForWrite(m, mm);
  const start = place(mm, mapping);
  m.say.space.alloc(mm);
  const vma = m.newVma();
  vma.mm = mm;
  vma.start = 0;
  vma.end = 0;
  vma.flags = 0;
  vma.pgoff = 0;
  vma.file = null;
  vma.anon = null;
  vma.anonVma = '0';
  vma.refcnt = 0;
  vma.lockSeq = 0xffffffff;
  vma.readers.clear();
  vma.detached = true;
  vma.changed();
  m.say.space.allocRet(vma);
  vma.start = start;
  vma.end = start + len;
  vma.flags =
    prot +
    mayReadExec +
    (mapping.shared && !write ? 0 : VM_MAYWRITE) +
    (mapping.shared ? VM_SHARED + 0x80 : 0) +
    (file === null && write ? VM_ACCOUNT : 0) +
    (mapping.flags ?? 0);
  vma.file = file;
  vma.pgoff = file === null ? start / 4096 : (mapping.pgoff ?? 0);
  vma.changed();
  yield;
  if (m.holds('attach-is-write-locked')) yield* writeLockVma(m, vma);
  attachVma(m, vma);
  mm.insert(vma);
  m.say.space.stored(vma, 'mas_store_prealloc');
  if (file !== null) file.vmas.add(vma);
  linkRmap(m, vma, true);
  vma.flags += VM_SOFTDIRTY;
  vma.changed();
  m.say.space.mapped(vma);
  unlockForWrite(m, mm);
  m.say.task.leave('mmap', start.toString(16));
  return vma;
}

/** Makes a VMA reachable through the rmap trees, or ends that. */
export function linkRmap(m: Machine, vma: Vma, on: boolean): void {
  if (vma.rmapLinked === on || (on && vma.file === null && vma.anon === null)) return;
  vma.rmapLinked = on;
  m.say.step.vmaRmap(vma);
}

/** Addresses go downwards, with a hole of 2 MiB so that neighbours never merge. */
function place(mm: Mm, mapping: Mapping): number {
  const offset = (mapping.offset ?? 0) * 4096;
  const size = mapping.pages * 4096 + offset;
  const start = Math.floor((mm.mmapBase - size) / 0x200000) * 0x200000;
  mm.mmapBase = start - 0x200000;
  return start + offset;
}
