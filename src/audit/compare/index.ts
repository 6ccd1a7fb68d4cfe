import type { Comparison } from './define.ts';
import { mmapLock, mmLockSeq, vmLockSeq, vmRefcnt } from './locks.ts';
import { mapcount } from './mapcount.ts';
import { present } from './present.ts';
import { rssAgainstSmaps, rssAgainstStatus } from './rss.ts';
import { swap } from './swap.ts';
import { emptyTables, tableBytes, tables } from './tables.ts';
import { vmas } from './vmas.ts';

/** Everything that is compared, in the order shown. */
export const comparisons: readonly Comparison[] = [
  vmas,
  present,
  swap,
  tables,
  emptyTables,
  tableBytes,
  ...rssAgainstSmaps,
  ...rssAgainstStatus,
  mmLockSeq,
  mmapLock,
  vmLockSeq,
  vmRefcnt,
  mapcount,
];
