import { allocHugetlbFolioRet } from './alloc-hugetlb-folio-ret.ts';
import { beginNewExec } from './begin-new-exec.ts';
import { cacheAdd } from './cache-add.ts';
import { cacheRemove } from './cache-remove.ts';
import { copyPageRange } from './copy-page-range.ts';
import { copyPageRangeRet } from './copy-page-range-ret.ts';
import { copyVma } from './copy-vma.ts';
import type { EventType } from './define.ts';
import { doFault } from './do-fault.ts';
import { doHugePmdAnonymousPageRet } from './do-huge-pmd-anonymous-page-ret.ts';
import { doMadvise } from './do-madvise.ts';
import { doMadviseRet } from './do-madvise-ret.ts';
import { doSetPte } from './do-set-pte.ts';
import { dupMmap } from './dup-mmap.ts';
import { exitMmap } from './exit-mmap.ts';
import { expandDownwards } from './expand-downwards.ts';
import { expandDownwardsRet } from './expand-downwards-ret.ts';
import { flushTlbMmRange } from './flush-tlb-mm-range.ts';
import { folioAddAnonRmapPmd } from './folio-add-anon-rmap-pmd.ts';
import { folioAddAnonRmapPtes } from './folio-add-anon-rmap-ptes.ts';
import { folioAddFileRmapPmd } from './folio-add-file-rmap-pmd.ts';
import { folioAddFileRmapPtes } from './folio-add-file-rmap-ptes.ts';
import { folioAddNewAnonRmap } from './folio-add-new-anon-rmap.ts';
import { folioMoveAnonRmap } from './folio-move-anon-rmap.ts';
import { folioRemoveRmapPmd } from './folio-remove-rmap-pmd.ts';
import { folioRemoveRmapPtes } from './folio-remove-rmap-ptes.ts';
import { guardInstall } from './guard-install.ts';
import { guardRemove } from './guard-remove.ts';
import { handleMmFault } from './handle-mm-fault.ts';
import { handleMmFaultRet } from './handle-mm-fault-ret.ts';
import { hugepageAddNewAnonRmap } from './hugepage-add-new-anon-rmap.ts';
import { hugetlbAddNewAnonRmap } from './hugetlb-add-new-anon-rmap.ts';
import { hugetlbFault } from './hugetlb-fault.ts';
import { hugetlbFaultRet } from './hugetlb-fault-ret.ts';
import { insertPage } from './insert-page.ts';
import { insertPfn } from './insert-pfn.ts';
import { ioctl } from './ioctl.ts';
import { lockMmAndFindVma } from './lock-mm-and-find-vma.ts';
import { lockNextVma } from './lock-next-vma.ts';
import { lockNextVmaRet } from './lock-next-vma-ret.ts';
import { lockVmaUnderRcu } from './lock-vma-under-rcu.ts';
import { lockVmaUnderRcuRet } from './lock-vma-under-rcu-ret.ts';
import { maWrite } from './ma-write.ts';
import { mapAnonFolioPte } from './map-anon-folio-pte.ts';
import { mfillAtomicZeropage } from './mfill-atomic-zeropage.ts';
import { mmInit } from './mm-init.ts';
import { mmPageAlloc } from './mm-page-alloc.ts';
import { mmPageFree } from './mm-page-free.ts';
import { mmapLockAcquireReturned } from './mmap-lock-acquire-returned.ts';
import { mmapLockReleased } from './mmap-lock-released.ts';
import { mmapLockStartLocking } from './mmap-lock-start-locking.ts';
import { mmdrop } from './mmdrop.ts';
import { mmstepEvents } from './mmstep/index.ts';
import { moveHugetlbPageTables } from './move-hugetlb-page-tables.ts';
import { movePageTables } from './move-page-tables.ts';
import { movePageTablesPmc } from './move-page-tables-pmc.ts';
import { movePageTablesRet } from './move-page-tables-ret.ts';
import { pageAddAnonRmap } from './page-add-anon-rmap.ts';
import { pageAddFileRmap } from './page-add-file-rmap.ts';
import { pageAddNewAnonRmap } from './page-add-new-anon-rmap.ts';
import { pageFault } from './page-fault.ts';
import { pageRemoveRmap } from './page-remove-rmap.ts';
import { pageReuse } from './page-reuse.ts';
import { perfEventMmap } from './perf-event-mmap.ts';
import { pgdFree } from './pgd-free.ts';
import { pgtableTransHugeDeposit } from './pgtable-trans-huge-deposit.ts';
import { pgtableTransHugeWithdraw } from './pgtable-trans-huge-withdraw.ts';
import { pgtableTransHugeWithdrawRet } from './pgtable-trans-huge-withdraw-ret.ts';
import { pmdAlloc } from './pmd-alloc.ts';
import { pmdFreeTlb } from './pmd-free-tlb.ts';
import { pmdInstall } from './pmd-install.ts';
import { pteAllocOneRet } from './pte-alloc-one-ret.ts';
import { pteFreeDefer } from './pte-free-defer.ts';
import { pteFreeTlb } from './pte-free-tlb.ts';
import { pudAlloc } from './pud-alloc.ts';
import { pudFreeTlb } from './pud-free-tlb.ts';
import { remapPfnRange } from './remap-pfn-range.ts';
import { removeMigrationPte } from './remove-migration-pte.ts';
import { removeMigrationPteTracepoint } from './remove-migration-pte-tracepoint.ts';
import { removeVma } from './remove-vma.ts';
import { rssStat } from './rss-stat.ts';
import { schedProcessExec } from './sched-process-exec.ts';
import { schedProcessExit } from './sched-process-exit.ts';
import { setPteRange } from './set-pte-range.ts';
import { splitHugePmd } from './split-huge-pmd.ts';
import { splitVma } from './split-vma.ts';
import { splitVmaRet } from './split-vma-ret.ts';
import { swapDuplicate } from './swap-duplicate.ts';
import { sysBrk } from './sys-brk.ts';
import { sysExit } from './sys-exit.ts';
import { sysMadvise } from './sys-madvise.ts';
import { sysMlock } from './sys-mlock.ts';
import { sysMmap } from './sys-mmap.ts';
import { sysMprotect } from './sys-mprotect.ts';
import { sysMremap } from './sys-mremap.ts';
import { sysMunlock } from './sys-munlock.ts';
import { sysMunmap } from './sys-munmap.ts';
import { taskNewtask } from './task-newtask.ts';
import { tlbFinishMmu } from './tlb-finish-mmu.ts';
import { tryGrabFolio } from './try-grab-folio.ts';
import { tryGrabFolioPage } from './try-grab-folio-page.ts';
import { tryGrabPage } from './try-grab-page.ts';
import { tryToMergeOnePage } from './try-to-merge-one-page.ts';
import { tryToMigrateOne } from './try-to-migrate-one.ts';
import { tryToMigrateOneRet } from './try-to-migrate-one-ret.ts';
import { tryToUnmapOne } from './try-to-unmap-one.ts';
import { tryToUnmapOneRet } from './try-to-unmap-one-ret.ts';
import { uffdMovePages } from './uffd-move-pages.ts';
import { uffdWpRange } from './uffd-wp-range.ts';
import { unmapBegin } from './unmap-begin.ts';
import { unmapHugepageRange } from './unmap-hugepage-range.ts';
import { unpinUserFolio } from './unpin-user-folio.ts';
import { unpinUserPage } from './unpin-user-page.ts';
import { upperAllocRet } from './upper-alloc-ret.ts';
import { vmAreaAlloc } from './vm-area-alloc.ts';
import { vmAreaDup } from './vm-area-dup.ts';
import { vmFault } from './vm-fault.ts';
import { vmaAdjust } from './vma-adjust.ts';
import { vmaAdjustRet } from './vma-adjust-ret.ts';
import { vmaComplete } from './vma-complete.ts';
import { vmaLastCount } from './vma-last-count.ts';
import { vmaLink } from './vma-link.ts';
import { vmaMasSzero } from './vma-mas-szero.ts';
import { vmaShrink } from './vma-shrink.ts';
import { vmaStartWrite } from './vma-start-write.ts';
import { vmaStore } from './vma-store.ts';
import { vmsGatherMunmapVmas } from './vms-gather-munmap-vmas.ts';
import { walkPmd } from './walk-pmd.ts';
import { zapHugePmd } from './zap-huge-pmd.ts';
import { zapRange } from './zap-range.ts';
import { zapVmaRange } from './zap-vma-range.ts';

/** Every event that says something about mm. To add one: its file, and a line here. */
export const eventTypes: readonly EventType[] = [
  mmInit,
  dupMmap,
  doMadvise,
  doMadviseRet,
  exitMmap,
  pgdFree,
  mmdrop,
  taskNewtask,
  schedProcessExec,
  beginNewExec,
  schedProcessExit,
  vmAreaAlloc,
  vmAreaDup,
  copyVma,
  vmaLink,
  perfEventMmap,
  vmaComplete,
  splitVma,
  splitVmaRet,
  expandDownwards,
  expandDownwardsRet,
  vmaShrink,
  vmaAdjust,
  vmaAdjustRet,
  removeVma,
  vmaStore,
  vmaMasSzero,
  mmapLockStartLocking,
  mmapLockAcquireReturned,
  mmapLockReleased,
  lockMmAndFindVma,
  lockVmaUnderRcu,
  lockVmaUnderRcuRet,
  vmaStartWrite,
  handleMmFault,
  handleMmFaultRet,
  doFault,
  vmFault,
  doHugePmdAnonymousPageRet,
  folioAddNewAnonRmap,
  pageAddNewAnonRmap,
  folioAddAnonRmapPtes,
  folioAddAnonRmapPmd,
  pageAddAnonRmap,
  folioAddFileRmapPtes,
  folioAddFileRmapPmd,
  pageAddFileRmap,
  setPteRange,
  doSetPte,
  mapAnonFolioPte,
  insertPfn,
  insertPage,
  remapPfnRange,
  folioRemoveRmapPtes,
  folioRemoveRmapPmd,
  pageRemoveRmap,
  folioMoveAnonRmap,
  zapRange,
  zapVmaRange,
  unmapHugepageRange,
  copyPageRange,
  copyPageRangeRet,
  movePageTables,
  movePageTablesPmc,
  movePageTablesRet,
  moveHugetlbPageTables,
  splitHugePmd,
  tryToUnmapOne,
  tryToUnmapOneRet,
  swapDuplicate,
  tryToMigrateOne,
  tryToMigrateOneRet,
  removeMigrationPte,
  removeMigrationPteTracepoint,
  tryToMergeOnePage,
  mfillAtomicZeropage,
  uffdMovePages,
  uffdWpRange,
  ioctl,
  guardInstall,
  guardRemove,
  hugetlbFault,
  allocHugetlbFolioRet,
  hugetlbAddNewAnonRmap,
  hugepageAddNewAnonRmap,
  hugetlbFaultRet,
  pmdInstall,
  pgtableTransHugeDeposit,
  pgtableTransHugeWithdraw,
  pgtableTransHugeWithdrawRet,
  pteFreeDefer,
  pteFreeTlb,
  pmdAlloc,
  pudAlloc,
  upperAllocRet,
  pmdFreeTlb,
  pudFreeTlb,
  walkPmd,
  zapHugePmd,
  vmsGatherMunmapVmas,
  unmapBegin,
  mmPageAlloc,
  mmPageFree,
  rssStat,
  maWrite,
  lockNextVma,
  lockNextVmaRet,
  tlbFinishMmu,
  tryGrabFolio,
  tryGrabFolioPage,
  tryGrabPage,
  unpinUserPage,
  unpinUserFolio,
  pteAllocOneRet,
  flushTlbMmRange,
  vmaLastCount,
  pageReuse,
  ...mmstepEvents,
  sysMmap,
  sysMunmap,
  sysMprotect,
  sysMremap,
  sysBrk,
  sysMadvise,
  sysMlock,
  sysMunlock,
  sysExit,
  pageFault,
  cacheAdd,
  cacheRemove,
];
