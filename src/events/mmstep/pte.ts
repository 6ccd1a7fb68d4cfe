import { address, defineEvent, number, text } from '../define.ts';

/** One entry of a PTE table was written: from none, or over another entry. */
export const mmstepPteSet = defineEvent({
  names: ['mmstep_pte_set'],
  probe: false,
  example:
    'mm=0xffff88800447c600 va=0x7fdf23495000 nr=1 table=0x27452 type=present pfn=0x41ff write=1 dirty=1 young=1 excl=0 why=cow',
  needs: {
    mm: address,
    va: address,
    nr: number,
    table: number,
    type: text,
    pfn: number,
    write: number,
    dirty: number,
    young: number,
    excl: number,
    why: text,
  },
});

/** One entry of a PTE table became none; the fields are what it held. */
export const mmstepPteClear = defineEvent({
  names: ['mmstep_pte_clear'],
  probe: false,
  example:
    'mm=0xffff88800447c600 va=0x7fdf23495000 nr=1 table=0x27452 type=present pfn=0x30b0 write=0 dirty=1 young=1 excl=0 why=cow',
  needs: {
    mm: address,
    va: address,
    nr: number,
    table: number,
    type: text,
    pfn: number,
    write: number,
    dirty: number,
    young: number,
    excl: number,
    why: text,
  },
});

/** A PMD entry that maps 512 pages was written or cleared. */
export const mmstepPmdEntry = defineEvent({
  names: ['mmstep_pmd_set', 'mmstep_pmd_clear'],
  probe: false,
  example: 'mm=0xffff88800447c600 va=0x7fdf22a00000 type=present pfn=0x3a800 write=1 dirty=1 young=1 excl=0 why=fault',
  needs: {
    mm: address,
    va: address,
    type: text,
    pfn: number,
    write: number,
    dirty: number,
    young: number,
    excl: number,
    why: text,
  },
});

/** A load or store of a user program, with the translation its CPU used and the bits it set in the entry. */
export const mmstepAccess = defineEvent({
  names: ['mmstep_access'],
  probe: false,
  example: 'mm=0xffff88800447c600 va=0x7fdf23495010 write=1 pfn=0x41ff tlb=walk young=1 dirty=1',
  needs: { mm: address, va: address, write: number, pfn: number, tlb: text, young: number, dirty: number },
});
