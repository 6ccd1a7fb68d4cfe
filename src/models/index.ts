import { addressSpace } from './address-space/address-space.ts';
import type { Model } from './define.ts';
import { folios } from './folio/folios.ts';
import { mmapLock } from './lock/mmap-lock.ts';
import { pointerJoin } from './lock/pointer-join.ts';
import { stepVmaLock } from './lock/step-vma-lock.ts';
import { vmaLock } from './lock/vma-lock.ts';
import { entries } from './page-table/entries.ts';
import { forkCopy } from './page-table/fork-copy.ts';
import { hugetlb } from './page-table/hugetlb.ts';
import { rmapRemoval } from './page-table/rmap-removal.ts';
import { stepEntries } from './page-table/step-entries.ts';
import { tables } from './page-table/tables.ts';
import { uffdWp } from './page-table/uffd-wp.ts';
import { userFault } from './page-table/user-fault.ts';
import { zap } from './page-table/zap.ts';
import { rss } from './rss.ts';
import { stock } from './stock/stock-pages.ts';
import { stockSyscalls } from './stock/stock-syscalls.ts';
import { tasks } from './task/tasks.ts';

/** Every model, in the order in which each fact reaches them. */
export const models: readonly Model[] = [
  pointerJoin,
  mmapLock,
  addressSpace,
  tasks,
  tables,
  entries,
  rmapRemoval,
  zap,
  forkCopy,
  hugetlb,
  userFault,
  uffdWp,
  stepEntries,
  vmaLock,
  stepVmaLock,
  rss,
  folios,
];

/** Join the others where a trace has nothing but stock tracepoints. */
export const stockModels: readonly Model[] = [stock, stockSyscalls];
