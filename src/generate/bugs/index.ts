import type { Bug } from '../guards.ts';
import { attachUnlocked } from './attach-unlocked.ts';
import { countSaturates } from './count-saturates.ts';
import { cowBeforeFlush } from './cow-before-flush.ts';
import { dirtyBitLost } from './dirty-bit-lost.ts';
import { doubleLink } from './double-link.ts';
import { doubleReadEnd } from './double-read-end.ts';
import { entryInUnlinkedTable } from './entry-in-unlinked-table.ts';
import { entryWithoutLock } from './entry-without-lock.ts';
import { fastPinWithoutRecheck } from './fast-pin-without-recheck.ts';
import { forkKeepsExclusive } from './fork-keeps-exclusive.ts';
import { forkKeepsSwapBit } from './fork-keeps-swap-bit.ts';
import { forkSharesPinned } from './fork-shares-pinned.ts';
import { freeBeforeFlush } from './free-before-flush.ts';
import { ksmMergesPinned } from './ksm-merges-pinned.ts';
import { mapBeyondSize } from './map-beyond-size.ts';
import { pageoutBeforeFlush } from './pageout-before-flush.ts';
import { pinWithoutUnshare } from './pin-without-unshare.ts';
import { prefaultOverwrites } from './prefault-overwrites.ts';
import { prefaultWritable } from './prefault-writable.ts';
import { prefaultYoung } from './prefault-young.ts';
import { readerOnDetached } from './reader-on-detached.ts';
import { readerWaitsForMmapLock } from './reader-waits-for-mmap-lock.ts';
import { reuseDespitePin } from './reuse-despite-pin.ts';
import { rmapBeforeFlush } from './rmap-before-flush.ts';
import { rmapDroppedTwice } from './rmap-dropped-twice.ts';
import { sequenceTooEarly } from './sequence-too-early.ts';
import { swapOutKeepsExclusive } from './swap-out-keeps-exclusive.ts';
import { tableFreedNonEmpty } from './table-freed-non-empty.ts';
import { tableFreedUnderWalker } from './table-freed-under-walker.ts';
import { tablesFreedBeforeRmap } from './tables-freed-before-rmap.ts';
import { vmaFreedUnderReader } from './vma-freed-under-reader.ts';
import { windowTooLong } from './window-too-long.ts';
import { writableWithoutExclusive } from './writable-without-exclusive.ts';
import { writeLocksNeverEnd } from './write-locks-never-end.ts';

/** Every planted bug there is, by system. */
export const bugs: readonly Bug[] = [
  rmapBeforeFlush,
  dirtyBitLost,
  freeBeforeFlush,
  cowBeforeFlush,
  pageoutBeforeFlush,
  rmapDroppedTwice,
  tableFreedNonEmpty,
  entryWithoutLock,
  doubleLink,
  entryInUnlinkedTable,
  tableFreedUnderWalker,
  tablesFreedBeforeRmap,
  windowTooLong,
  prefaultWritable,
  prefaultYoung,
  prefaultOverwrites,
  mapBeyondSize,
  sequenceTooEarly,
  readerOnDetached,
  attachUnlocked,
  readerWaitsForMmapLock,
  writeLocksNeverEnd,
  countSaturates,
  vmaFreedUnderReader,
  doubleReadEnd,
  forkSharesPinned,
  forkKeepsExclusive,
  forkKeepsSwapBit,
  ksmMergesPinned,
  writableWithoutExclusive,
  swapOutKeepsExclusive,
  reuseDespitePin,
  pinWithoutUnshare,
  fastPinWithoutRecheck,
];
