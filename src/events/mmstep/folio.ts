import { verdictWords, whyWords, wordNumber } from '../../facts/step-words.ts';
import { address, defineEvent, number, text } from '../define.ts';

/** The reference count of a folio changed; `refs` is the value after. */
export const mmstepFolioRef = defineEvent({
  names: ['mmstep_folio_ref'],
  probe: false,
  example: 'pfn=0x41ff delta=-1 refs=1 why=zap',
  needs: { pfn: number, delta: number, refs: number, why: text },
  facts(e, emit) {
    emit({ kind: 'step_folio_ref', pfn: e.pfn, delta: e.delta, refs: e.refs, why: wordNumber(whyWords, e.why) });
  },
});

/** The dirty flag of a folio was set, or taken down (mkclean, clear for writeback). */
const dirtyFlag = (name: string, dirty: number) =>
  defineEvent({
    names: [name],
    probe: false,
    example: 'pfn=0x30f7 why=zap',
    needs: { pfn: number, why: text },
    facts(e, emit) {
      emit({ kind: 'step_folio_dirty', pfn: e.pfn, dirty, why: wordNumber(whyWords, e.why) });
    },
  });

export const mmstepFolioDirty = dirtyFlag('mmstep_folio_dirty', 1);
export const mmstepFolioClean = dirtyFlag('mmstep_folio_clean', 0);

/** A folio is being written to its file or to swap, or the write has ended. */
const writeback = (name: string, busy: number) =>
  defineEvent({
    names: [name],
    probe: false,
    example: 'pfn=0x30f7',
    needs: { pfn: number },
    facts(e, emit) {
      emit({ kind: 'step_writeback', pfn: e.pfn, busy });
    },
  });

export const mmstepWritebackBegin = writeback('mmstep_writeback_begin', 1);
export const mmstepWritebackEnd = writeback('mmstep_writeback_end', 0);

/** A folio entered or left the swap cache. */
export const mmstepSwapcache = defineEvent({
  names: ['mmstep_swapcache'],
  probe: false,
  example: 'pfn=0x22b8 entry=0x1f add=1',
  needs: { pfn: number, entry: number, add: number },
  facts(e, emit) {
    emit({ kind: 'step_swapcache', pfn: e.pfn, entry: e.entry, add: e.add });
  },
});

/** Reclaim tested and cleared the young bit of one mapping entry. */
export const mmstepYoungTest = defineEvent({
  names: ['mmstep_young_test'],
  probe: false,
  example: 'mm=0xffff88800447c600 va=0x7fdf23468000 pfn=0x39ed young=1',
  needs: { mm: address, va: address, pfn: number, young: number },
  facts(e, emit) {
    emit({ kind: 'step_young_test', mm: e.mm, va: e.va, pfn: e.pfn, young: e.young });
  },
});

/** What reclaim concluded from the young tests of a folio: `verdict` is activate, keep or reclaim. */
export const mmstepFolioCheck = defineEvent({
  names: ['mmstep_folio_check'],
  probe: false,
  example: 'pfn=0x39ed ref_ptes=1 referenced=0 verdict=keep',
  needs: { pfn: number, ref_ptes: number, referenced: number, verdict: text },
  facts(e, emit) {
    const { pfn, ref_ptes, referenced } = e;
    const verdict = wordNumber(verdictWords, e.verdict);
    emit({ kind: 'step_folio_check', pfn, refPtes: ref_ptes, referenced, verdict });
  },
});

/** filemap_map_pages() is about to map a page: what it relied on. `index` and `size` count pages of the file. */
export const mmstepMapPage = defineEvent({
  names: ['mmstep_map_page'],
  probe: false,
  example: 'mm=0xffff88800447c600 va=0x7fdf23461000 pfn=0x31e6 index=0xd size=0x40 uptodate=1 hwpoison=0',
  needs: { mm: address, va: address, pfn: number, index: number, size: number, uptodate: number, hwpoison: number },
  facts(e, emit) {
    const { mm, va, pfn, index, size, uptodate, hwpoison } = e;
    emit({ kind: 'step_map_page', mm, va, pfn, index, size, uptodate, hwpoison });
  },
});

/** fork duplicated the mapping of pages into the child's `mm` (the only rmap change without a function to probe). */
export const mmstepRmapDup = defineEvent({
  names: ['mmstep_rmap_dup'],
  probe: false,
  example: 'mm=0xffff888004478000 va=0x7fdf23495000 pfn=0x30b0 nr=1 level=pte',
  needs: { mm: address, va: address, pfn: number, nr: number, level: text },
  facts(e, emit) {
    emit({ kind: 'step_rmap_dup', mm: e.mm, va: e.va, pfn: e.pfn, nr: e.nr, level: e.level === 'pmd' ? 2 : 1 });
  },
});

/** The file system was told that a shared page is about to become writable (page_mkwrite). */
export const mmstepMkwrite = defineEvent({
  names: ['mmstep_mkwrite'],
  probe: false,
  example: 'mm=0xffff88800447c600 va=0x7fdf23417000 pfn=0x30f7',
  needs: { mm: address, va: address, pfn: number },
  facts(e, emit) {
    emit({ kind: 'step_mkwrite', mm: e.mm, va: e.va, pfn: e.pfn });
  },
});
