import { numbered, refWords, unlinkWords } from '../../facts/step-words.ts';
import type { Table } from '../table-life/table-book.ts';
import { defineSteps } from './define.ts';
import type { Protocol } from './protocol.ts';
import type { PtlHold } from './task-book.ts';

const Ref = numbered(refWords);
const Unlink = numbered(unlinkWords);
const indexOf = (va: number): number => Math.floor(va / 0x20_0000);

function begin(p: Protocol, table: number, mm: number, va: number): void {
  const hold: PtlHold = {
    table,
    mm,
    index: indexOf(va),
    since: p.now.seq,
    touched: new Set(),
    owesDirty: new Map(),
    cleared: new Map(),
    dirtyZaps: 0,
    flushed: false,
    prefaulted: 0,
    installed: 0,
    weightless: 0,
    swappedOut: 0,
    migrated: 0,
    reused: -1,
    rss: [0, 0, 0, 0],
    rssEvents: 0,
  };
  p.task.ptls.push(hold);
}

/** A step names the table at a place: it is linked there, whatever the link itself said. */
function reveal(p: Protocol, pfn: number, mm: number, va: number): Table | undefined {
  const table = p.tables.byPfn.get(pfn);
  if (table && table.index < 0) {
    table.mm = mm;
    table.index = indexOf(va);
    if (table.state === 'linked' && !p.tables.at(mm, table.index)) p.tables.place(table, table.index);
  }
  return table;
}

/** The task goes on with what it installed: a table that lost the race would have been given back by now. */
function settle(p: Protocol): void {
  const { task } = p;
  const table = task.installed < 0 ? undefined : p.tables.byPfn.get(task.installed);
  if (table) table.proven = true;
  task.installed = -1;
}

function drop(p: Protocol, table: Table): void {
  table.state = 'detached';
  table.unlinkedAt = p.now.seq;
  p.tables.unplace(table);
  p.tables.concede(table);
}

/** Table pages: from allocation through link, locks and walkers to the free. */
export const tables = defineSteps({
  name: 'tables',
  on: {
    pt_alloc(p, { pfn }) {
      if (pfn < 0) return;
      p.tables.remove(pfn);
      p.tables.make(pfn, 0, 'prealloc', p.now.seq);
      p.task.fault?.tables.add(pfn);
    },
    pt_deposit(p, { mm, pfn }) {
      if (pfn < 0) return;
      p.task.fault?.tables.delete(pfn);
      const table = p.tables.byPfn.get(pfn) ?? p.tables.make(pfn, mm, 'parked', p.now.seq);
      table.mm = mm;
      table.state = 'parked';
    },
    pt_withdraw(p, { pfn }) {
      const table = p.tables.byPfn.get(pfn);
      if (!table) return;
      // On its way to be filled and linked, or to be freed: nobody can reach it yet.
      table.state = 'prealloc';
      table.index = -1;
      table.used = 0;
    },
    pt_free(p, { pfn }) {
      const table = p.tables.byPfn.get(pfn);
      if (table && table.state !== 'detached') drop(p, table);
    },
    step_pt_unlink(p, { mm, va, table: pfn, why }) {
      const table = reveal(p, pfn, mm, va) ?? p.tables.make(pfn, mm, 'linked', p.now.seq);
      drop(p, table);
      if (why !== Unlink.munmap && why !== Unlink.exit) p.mm(mm).freedAt.set(indexOf(va), p.now.ts);
    },
    folio_free(p, { pfn }) {
      if (!p.tables.byPfn.has(pfn)) return;
      p.tables.remove(pfn);
      if (p.task.installed === pfn) p.task.installed = -1;
      p.task.fault?.tables.delete(pfn);
    },
    folio_alloc(p, { pfn }) {
      if (p.tables.byPfn.has(pfn)) p.tables.remove(pfn);
    },
    step_ptl(p, { mm, va, table: pfn, held }) {
      const { ptls } = p.task;
      settle(p);
      if (held === 1) {
        begin(p, pfn, mm, va);
        const table = reveal(p, pfn, mm, va);
        if (table) {
          table.lockedBy = p.now.tid;
          table.proven = true;
        }
        return;
      }
      const at = ptls.findIndex((hold) => hold.table === pfn);
      if (at >= 0) ptls.splice(at, 1);
      const table = p.tables.byPfn.get(pfn);
      if (table) table.lockedBy = 0;
    },
    fault_end(p) {
      settle(p);
    },
    copy_range_end(p) {
      settle(p);
    },
    step_pmd_lock(p, { mm, va, ok }) {
      if (ok === 1) p.task.pmds.push({ mm, va });
    },
    step_pmd_unlock(p, { mm, va }) {
      const { pmds } = p.task;
      const at = pmds.findIndex((lock) => lock.mm === mm && lock.va === va);
      if (at >= 0) pmds.splice(at, 1);
    },
    step_pt_reclaim(p, { table, path }) {
      p.task.reclaim = { table, path, since: p.now.seq };
    },
    step_walk(p, { table: pfn, inside }) {
      const table = p.tables.byPfn.get(pfn);
      if (!table) return;
      if (inside === 1) table.walkers.set(p.now.tid, p.now.seq);
      else table.walkers.delete(p.now.tid);
    },
    step_pte_ref(p, { mm, va, table: pfn, refs, why }) {
      const table = reveal(p, pfn, mm, va);
      if (table) table.refs = refs;
      const { fault } = p.task;
      if (!fault) return;
      if (why === Ref.init || why === Ref.tryget) fault.tableRefs++;
      else if (why === Ref.put || why === Ref.put_vmf) fault.tableRefs--;
    },
    mm_free(p, { mm }) {
      p.tables.forgetMm(mm);
    },
    mm_new(p, { mm }) {
      p.tables.forgetMm(mm);
    },
  },
  late: {
    pt_link(p, { mm, pfn }) {
      if (pfn < 0) return;
      p.task.fault?.tables.delete(pfn);
      const table = p.tables.byPfn.get(pfn) ?? p.tables.make(pfn, mm, 'linked', p.now.seq);
      table.mm = mm;
      table.state = 'linked';
      table.linkedAt = p.now.seq;
      table.used = 0;
      table.emptySince = p.now.ts;
      table.index = p.world.mms.get(mm)?.tables.get(pfn)?.index ?? -1;
      if (table.index < 0) return;
      const there = p.tables.at(mm, table.index);
      table.proven = false;
      p.task.installed = pfn;
      // Of two that race for one place one loses and is given back unused; only use tells which, or that both are linked.
      if (there && there !== table && there.state === 'linked') p.tables.contest(there, table);
      else p.tables.place(table, table.index);
    },
    move_end(p, { ret }) {
      const { task } = p;
      if (ret <= 0) return;
      for (const table of p.tables.byPfn.values()) {
        if (table.state !== 'linked' || table.mm === 0) continue;
        const index = p.world.mms.get(table.mm)?.tables.get(table.pfn)?.index ?? -1;
        if (index < 0 || index === table.index) continue;
        p.tables.unplace(table);
        p.tables.place(table, index);
      }
      task.lastClear = null;
    },
  },
});
