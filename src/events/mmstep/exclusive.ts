import { whyWords, wordNumber } from '../../facts/step-words.ts';
import { address, defineEvent, number, text } from '../define.ts';

/** PG_anon_exclusive of `nr` pages was set or cleared. */
const exclusiveFlag = (name: string, set: number) =>
  defineEvent({
    names: [name],
    probe: false,
    example: 'pfn=0x30b0 nr=1 why=fork',
    needs: { pfn: number, nr: number, why: text },
    facts(e, emit) {
      emit({ kind: 'step_ae', pfn: e.pfn, nr: e.nr, set, why: wordNumber(whyWords, e.why) });
    },
  });

export const mmstepAeSet = exclusiveFlag('mmstep_ae_set', 1);
export const mmstepAeClear = exclusiveFlag('mmstep_ae_clear', 0);

/** write_protect_seq of an mm changed: odd while fork write-protects its pages. */
export const mmstepWpSeq = defineEvent({
  names: ['mmstep_wp_seq'],
  probe: false,
  example: 'mm=0xffff88800447c600 seq=0x5',
  needs: { mm: address, seq: number },
  facts(e, emit) {
    emit({ kind: 'step_wp_seq', mm: e.mm, seq: e.seq });
  },
});

/** A write (or unshare) fault on a read-only anonymous page decided: `reuse` 1, or copy. Inputs as it read them. */
export const mmstepWpDecide = defineEvent({
  names: ['mmstep_wp_decide'],
  probe: false,
  example: 'mm=0xffff88800447c600 va=0x7fdf23495000 pfn=0x30b0 refs=2 mapcount=2 swapcache=0 excl=0 reuse=0',
  needs: {
    mm: address,
    va: address,
    pfn: number,
    refs: number,
    mapcount: number,
    swapcache: number,
    excl: number,
    reuse: number,
  },
  facts(e, emit) {
    const { mm, va, pfn, refs, mapcount, swapcache, excl, reuse } = e;
    emit({ kind: 'step_wp_decide', mm, va, pfn, refs, mapcount, swapcache, excl, reuse });
  },
});

/**
 * A page was pinned (FOLL_PIN) or referenced (FOLL_GET) by address. `fast`: without locks; then `seq0` and `seq1` are
 * write_protect_seq before and after, and `same` tells that the entry was unchanged.
 */
export const mmstepGupPin = defineEvent({
  names: ['mmstep_gup_pin'],
  probe: false,
  example: 'mm=0xffff88800447c600 va=0x7fdf229e0000 pfn=0x41a7 nr=1 flags=0x80101 fast=1 seq0=0x4 seq1=0x4 same=1',
  needs: {
    mm: address,
    va: address,
    pfn: number,
    nr: number,
    flags: number,
    fast: number,
    seq0: number,
    seq1: number,
    same: number,
  },
  facts(e, emit) {
    const { mm, va, pfn, nr, flags, fast, seq0, seq1, same } = e;
    emit({ kind: 'step_gup_pin', mm, va, pfn, nr, flags, fast, seq0, seq1, same });
  },
});

/** A pin (or plain reference, by `flags`) taken by address was dropped. */
export const mmstepGupUnpin = defineEvent({
  names: ['mmstep_gup_unpin'],
  probe: false,
  example: 'pfn=0x41a7 nr=1 flags=0x80101',
  needs: { pfn: number, nr: number, flags: number },
  facts(e, emit) {
    emit({ kind: 'step_gup_unpin', pfn: e.pfn, nr: e.nr, flags: e.flags });
  },
});
