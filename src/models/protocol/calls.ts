import { defineSteps } from './define.ts';
import type { Protocol } from './protocol.ts';

/** The mm whose counter rss_stat printed; 0 where its hash was never seen with the task that uses it. */
function mmOf(p: Protocol, mmId: number, curr: number): number {
  const own = p.world.tasks.get(p.now.tid)?.mm ?? 0;
  if (curr === 1 && own) p.mmOfId.set(mmId, own);
  return p.mmOfId.get(mmId) ?? 0;
}

/** What tasks are in the middle of: faults, unmaps, and how the counters move meanwhile. */
export const calls = defineSteps({
  name: 'calls',
  on: {
    fault_begin(p, { mm, va, flags }) {
      const { task } = p;
      task.fault = {
        mm,
        va: Math.floor(va / 4096) * 4096,
        flags,
        since: p.now.seq,
        tables: new Set(),
        servedFolio: -1,
        tableRefs: 0,
        anonRss: 0,
        zeroSet: false,
      };
      task.cow = null;
    },
    fault_end(p) {
      p.task.fault = null;
      p.task.cow = null;
    },
    unmap_one_begin(p) {
      p.task.rss = { swap: 0, anon: 0, events: 0, foreign: false };
    },
    unmap_one_end(p) {
      p.task.rss = null;
    },
    rss(p, { mmId, curr, member, bytes }) {
      const mm = mmOf(p, mmId, curr);
      if (!mm || member < 0 || member > 3) {
        // The counter of some mm: it may be that of the table the task works on.
        for (const hold of p.task.ptls) {
          hold.rssEvents++;
          hold.rss.fill(null);
        }
        return;
      }
      const of = p.mm(mm);
      const before = of.rss[member];
      of.rss[member] = bytes;
      const delta = before === null ? null : (bytes - before) / 4096;
      const { task } = p;
      for (const hold of task.ptls) {
        if (hold.mm !== mm) continue;
        hold.rssEvents++;
        const sum = hold.rss[member];
        hold.rss[member] = sum === null || delta === null ? null : sum + delta;
      }
      if (task.fault?.mm === mm && member === 1) task.fault.anonRss++;
      if (!task.rss) return;
      task.rss.events++;
      if (member === 1) task.rss.anon = delta === null || task.rss.anon === null ? null : task.rss.anon + delta;
      if (member === 2) task.rss.swap = delta === null || task.rss.swap === null ? null : task.rss.swap + delta;
    },
    mm_dup(p, { mm, old }) {
      p.mm(mm).inherited = !p.whole(old);
      p.mm(mm).raced = p.mm(old).raced;
    },
    mmap_lock_req(p, { mm: told }) {
      const mm = p.mmOf(told);
      const lock = p.world.mmapLocks.get(mm);
      const busy = lock !== undefined && lock.writer !== 0 && lock.writer !== p.now.tid;
      p.task.wants = { mm, since: p.now.seq, busy };
      p.waiters.add(p.now.tid);
    },
    mmap_lock_acq(p, { mm: told, write, ok }) {
      if (p.waiters.size === 0) return;
      const mm = p.mmOf(told);
      p.task.wants = null;
      p.waiters.delete(p.now.tid);
      if (write === 0 || ok === 0) return;
      for (const tid of p.waiters) {
        const { wants } = p.taskAt(tid);
        if (wants?.mm === mm) wants.busy = true;
      }
    },
    task_exit(p) {
      p.tasks.delete(p.now.tid);
    },
  },
});
