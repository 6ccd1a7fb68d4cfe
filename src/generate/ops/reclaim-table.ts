import type { PteTable } from '../kernel/page-table.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';
import type { Gather } from './gather.ts';
import { lockPmd, lockTable, tryLockPmd, unlockPmd, unlockTable } from './pte.ts';
import { freeTable, leaveTable, unlinkTable } from './tables.ts';

/** What a zap knows about a table it has just gone through. */
export interface ZapOfTable {
  readonly start: number;
  readonly end: number;
  readonly skipped: boolean;
  readonly dropped: boolean;
}

/** After a zap: gives an empty table back, in kernels that do. Called and left with the page-table lock as the zap had it. */
export function* reclaimTable(m: Machine, g: Gather, table: PteTable, zap: ZapOfTable): Steps {
  const design = m.profile.ptReclaim;
  if (design === 'R1') {
    yield* leaveTable(m, table);
    return;
  }
  if (design === 'R2') {
    unlockTable(m, table);
    yield* freeUnderSem(m, g, table);
    return;
  }
  const whole = zap.end - zap.start >= 0x200000 && !zap.skipped;
  if ((design !== 'R3' && design !== 'R3bug') || !whole) {
    unlockTable(m, table);
    return;
  }
  const trusts = !zap.dropped || design === 'R3bug' || !m.holds('reclaim-rescans');
  if (trusts && tryLockPmd(m, g.mm, table.index)) {
    m.say.step.reclaimTable(table, zap.start, zap.end, zap.skipped, zap.dropped, 'fast');
    m.check('B6', !zap.dropped);
    unlinkTable(m, table, 'reclaim_fast');
    unlockPmd(m, g.mm, table.index);
    unlockTable(m, table);
    freeTable(m, g, table);
    g.freedTables = true;
    return;
  }
  m.say.step.reclaimTable(table, zap.start, zap.end, zap.skipped, zap.dropped, 'slow');
  unlockTable(m, table);
  yield;
  yield* lockPmd(m, g.mm, table.index);
  yield* lockTable(m, table);
  const empty = table.linked && table.used === 0;
  if (empty) unlinkTable(m, table, 'reclaim_slow');
  unlockTable(m, table);
  unlockPmd(m, g.mm, table.index);
  if (!empty) return;
  freeTable(m, g, table);
  g.freedTables = true;
}

/** R2: with the walkers shut out, an empty table is freed. */
function* freeUnderSem(m: Machine, g: Gather, table: PteTable): Steps {
  const { ptSem } = g.mm;
  if (table.used > 0) return;
  ptSem.readers.delete(m.current);
  m.say.step.tableSem(g.mm, 'read_end');
  yield () => ptSem.canWrite;
  ptSem.writer = m.current;
  m.say.step.tableSem(g.mm, 'write');
  yield* lockPmd(m, g.mm, table.index);
  yield* lockTable(m, table);
  const empty = table.linked && table.used === 0;
  if (empty) unlinkTable(m, table, 'reclaim_slow');
  unlockTable(m, table);
  unlockPmd(m, g.mm, table.index);
  m.say.step.tableSem(g.mm, 'write_end');
  ptSem.writer = null;
  if (empty) {
    freeTable(m, g, table);
    g.freedTables = true;
  }
  yield () => ptSem.canRead;
  ptSem.readers.add(m.current);
  m.say.step.tableSem(g.mm, 'read');
}
