import type { MappedFile } from '../kernel/file.ts';
import type { Folio } from '../kernel/folio.ts';
import { MM_ANONPAGES } from '../kernel/mm.ts';
import { type PteTable, presentPte } from '../kernel/page-table.ts';
import { VM_SHARED, VM_WRITE } from '../kernel/vma.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';
import type { Vmf } from '../vocab/faults.ts';
import { mapNewAnon } from './anon-fault.ts';
import { readPage } from './cache.ts';
import { VM_FAULT_NOPAGE, VM_FAULT_RETRY, VM_FAULT_SIGBUS } from './fault-result.ts';
import { allocPage, dirtyFolio, putFolio } from './folio.ts';
import { mapAround, mapFilePages } from './map-pages.ts';
import { setPte } from './pte.ts';
import { addRss, memberOf } from './rss.ts';
import { allocTable, leaveTable, lockTableAt } from './tables.ts';
import { readUnlockVma } from './vma-lock.ts';

/** do_fault(). */
export function* fileFault(m: Machine, vmf: Vmf, write: boolean, vmaLocked: boolean): Steps<number> {
  const { vma } = vmf;
  const file = vma.file as MappedFile;
  m.say.fault.step('do_fault', vmf);
  if (vma.indexOf(vmf.va) >= file.pages) {
    m.say.fault.stepRet('do_fault', VM_FAULT_SIGBUS);
    return VM_FAULT_SIGBUS;
  }
  if (!write) {
    const served = yield* mapAround(m, vmf, file);
    if (served) {
      m.say.fault.stepRet('do_fault', VM_FAULT_NOPAGE);
      return VM_FAULT_NOPAGE;
    }
  }
  // Reading from the disk gives the VMA lock back, as does a ->fault that was not made for it.
  if (vmaLocked && !file.cache.has(vma.indexOf(vmf.va)) && m.prng.chance(1, 4)) {
    m.say.fault.stepRet('do_fault', VM_FAULT_RETRY);
    readUnlockVma(m, vma);
    return VM_FAULT_RETRY;
  }
  const folio = yield* readPage(m, file, vma.indexOf(vmf.va));
  if (folio === null) {
    m.say.fault.stepRet('do_fault', VM_FAULT_SIGBUS);
    return VM_FAULT_SIGBUS;
  }
  if (write && !vma.has(VM_SHARED)) yield* copyFault(m, vmf);
  else if (write) yield* sharedFault(m, vmf, folio);
  else yield* readFault(m, vmf, folio);
  folio.locked = false;
  putFolio(m, folio, 1, 'fault');
  m.say.fault.stepRet('do_fault', 0);
  return 0;
}

/** finish_fault(): the table, its lock, and the entry if it is still none. */
function* finish(m: Machine, vmf: Vmf, folio: Folio, set: (table: PteTable) => void): Steps<boolean> {
  const page = folio.pfn + pageOf(vmf, folio);
  m.say.fault.step('finish_fault', { ...vmf, page });
  yield* allocTable(m, vmf.mm, vmf.va);
  const table = yield* lockTableAt(m, vmf.mm, vmf.va);
  const empty = table !== null && table.entryOf(vmf.va) === null;
  if (table !== null && empty) set(table);
  if (table !== null) yield* leaveTable(m, table);
  m.say.fault.stepRet('finish_fault', 0);
  return empty;
}

function pageOf(vmf: Vmf, folio: Folio): number {
  return folio.file === null ? 0 : vmf.vma.indexOf(vmf.va) - folio.index;
}

function* readFault(m: Machine, vmf: Vmf, folio: Folio): Steps {
  const done = yield* finish(m, vmf, folio, (table) => {
    mapFilePages(m, vmf, table, folio, pageOf(vmf, folio), 1, vmf.va, { why: 'fault', young: true, write: false, dirty: false });
    addRss(m, vmf.mm, memberOf(folio), 1);
  });
  if (!done) yield;
}

/** do_shared_fault(): the file system is told before the page becomes writable. */
function* sharedFault(m: Machine, vmf: Vmf, folio: Folio): Steps {
  m.say.step.mkwrite(vmf.mm, vmf.va, folio.pfn + pageOf(vmf, folio));
  yield () => !folio.writeback;
  yield* finish(m, vmf, folio, (table) => {
    const write = vmf.vma.has(VM_WRITE);
    mapFilePages(m, vmf, table, folio, pageOf(vmf, folio), 1, vmf.va, { why: 'fault', young: true, write, dirty: write });
    addRss(m, vmf.mm, memberOf(folio), 1);
  });
  dirtyFolio(m, folio, 'fault');
}

/** do_cow_fault(): a private copy of the file's page. */
function* copyFault(m: Machine, vmf: Vmf): Steps {
  const copy = allocPage(m, 'anon', 'user');
  yield;
  const done = yield* finish(m, vmf, copy, (table) => {
    m.say.fault.setPte(vmf, copy, 0, 1, vmf.va);
    mapNewAnon(m, copy, vmf.vma, vmf.va);
    setPte(m, table, vmf.va, presentPte(copy, 0, { write: true, dirty: true, young: true }), 'fault');
    addRss(m, vmf.mm, MM_ANONPAGES, 1);
  });
  if (!done) putFolio(m, copy, 1, 'unused');
}
