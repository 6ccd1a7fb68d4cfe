import { mmstepAe, mmstepGupPin, mmstepGupUnpin, mmstepWpDecide, mmstepWpSeq } from './exclusive.ts';
import {
  mmstepFolioCheck,
  mmstepFolioDirty,
  mmstepFolioRef,
  mmstepMapPage,
  mmstepMkwrite,
  mmstepRmapDup,
  mmstepSwapcache,
  mmstepWriteback,
  mmstepYoungTest,
} from './folio.ts';
import { mmstepAccess, mmstepPmdEntry, mmstepPteClear, mmstepPteSet } from './pte.ts';
import {
  mmstepPmdLock,
  mmstepPmdUnlock,
  mmstepPteRef,
  mmstepPtl,
  mmstepPtReclaim,
  mmstepPtRwsem,
  mmstepPtUnlink,
  mmstepWalk,
} from './table.ts';
import { mmstepTlbFlush, mmstepTlbSlot } from './tlb.ts';
import { mmstepMmSeq, mmstepVmaChange, mmstepVmaCount, mmstepVmaReadFail, mmstepVmaRmap, mmstepVmaSeq } from './vma-lock.ts';

/** Steps of the mm protocols that no tracepoint or probe of any kernel shows; see docs/vocabulary.md. */
export const mmstepEvents = [
  mmstepPteSet,
  mmstepPteClear,
  mmstepPmdEntry,
  mmstepAccess,
  mmstepPtl,
  mmstepPmdLock,
  mmstepPmdUnlock,
  mmstepPtUnlink,
  mmstepPtReclaim,
  mmstepWalk,
  mmstepPteRef,
  mmstepPtRwsem,
  mmstepTlbFlush,
  mmstepTlbSlot,
  mmstepFolioRef,
  mmstepFolioDirty,
  mmstepWriteback,
  mmstepSwapcache,
  mmstepYoungTest,
  mmstepFolioCheck,
  mmstepMapPage,
  mmstepRmapDup,
  mmstepMkwrite,
  mmstepAe,
  mmstepWpSeq,
  mmstepWpDecide,
  mmstepGupPin,
  mmstepGupUnpin,
  mmstepMmSeq,
  mmstepVmaCount,
  mmstepVmaReadFail,
  mmstepVmaSeq,
  mmstepVmaChange,
  mmstepVmaRmap,
] as const;
