import type { Mm } from '../kernel/mm.ts';
import { type Pte, pfnOf, slotOf, tableIndex } from '../kernel/page-table.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';
import { fault } from './fault.ts';

/** A load or store of the running program, with the faults it takes. False when there is nothing mapped. */
export function* access(m: Machine, va: number, write: boolean): Steps<boolean> {
  for (let tries = 0; tries < 12; tries++) {
    const mm = m.current.mm as Mm;
    if (translate(m, mm, va, write)) return true;
    const ok = yield* fault(m, va, write);
    if (!ok) return false;
    yield;
  }
  return true;
}

/** What the MMU does: true when the access goes through without a fault. */
function translate(m: Machine, mm: Mm, va: number, write: boolean): boolean {
  const cpu = m.current.cpu;
  const page = va - (va % 4096);
  mm.cpus.add(cpu);
  const hit = m.tlbs.find(cpu, mm, page);
  if (hit !== undefined && (!write || (hit.write && hit.dirty))) {
    m.say.step.access(mm, va, write, hit.pfn, true, { young: false, dirty: false });
    return true;
  }
  const leaf = mm.leaves.get(tableIndex(va));
  if (leaf !== undefined) {
    if (write && !leaf.write) return false;
    const set = { young: !leaf.young, dirty: write && !leaf.dirty };
    const dirty = leaf.dirty || write;
    mm.leaves.set(tableIndex(va), { ...leaf, young: true, dirty });
    const pfn = leaf.folio.pfn + slotOf(va);
    m.tlbs.put(cpu, mm, page, { pfn, write: leaf.write, dirty });
    m.say.step.access(mm, va, write, pfn, false, set);
    return true;
  }
  const table = mm.tables.get(tableIndex(va));
  const pte = table?.entryOf(va) ?? null;
  if (table === undefined || pte === null || (pte.type !== 'present' && pte.type !== 'zero')) return false;
  if (write && !pte.write) return false;
  const set = { young: !pte.young, dirty: write && !pte.dirty };
  const now: Pte = set.young || set.dirty ? { ...pte, young: true, dirty: pte.dirty || write } : pte;
  table.entries[slotOf(va)] = now;
  m.tlbs.put(cpu, mm, page, { pfn: pfnOf(now), write: now.write, dirty: now.dirty });
  m.say.step.access(mm, va, write, pfnOf(now), false, set);
  return true;
}
