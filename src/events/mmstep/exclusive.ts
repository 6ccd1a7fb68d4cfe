import { address, defineEvent, number, text } from '../define.ts';

/** PG_anon_exclusive of `nr` pages was set or cleared. */
export const mmstepAe = defineEvent({
  names: ['mmstep_ae_set', 'mmstep_ae_clear'],
  probe: false,
  example: 'pfn=0x30b0 nr=1 why=fork',
  needs: { pfn: number, nr: number, why: text },
});

/** write_protect_seq of an mm changed: odd while fork write-protects its pages. */
export const mmstepWpSeq = defineEvent({
  names: ['mmstep_wp_seq'],
  probe: false,
  example: 'mm=0xffff88800447c600 seq=0x5',
  needs: { mm: address, seq: number },
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
});

/** A pin (or plain reference, by `flags`) taken by address was dropped. */
export const mmstepGupUnpin = defineEvent({
  names: ['mmstep_gup_unpin'],
  probe: false,
  example: 'pfn=0x41a7 nr=1 flags=0x80101',
  needs: { pfn: number, nr: number, flags: number },
});
