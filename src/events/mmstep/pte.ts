import { entryWords, whyWords, wordNumber } from '../../facts/step-words.ts';
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
  facts(e, emit) {
    emit({
      kind: 'step_pte_set',
      mm: e.mm,
      va: e.va,
      nr: e.nr,
      level: 1,
      table: e.table,
      type: wordNumber(entryWords, e.type),
      pfn: e.pfn,
      write: e.write,
      dirty: e.dirty,
      young: e.young,
      excl: e.excl,
      why: wordNumber(whyWords, e.why),
    });
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
  facts(e, emit) {
    emit({
      kind: 'step_pte_clear',
      mm: e.mm,
      va: e.va,
      nr: e.nr,
      level: 1,
      table: e.table,
      type: wordNumber(entryWords, e.type),
      pfn: e.pfn,
      write: e.write,
      dirty: e.dirty,
      young: e.young,
      excl: e.excl,
      why: wordNumber(whyWords, e.why),
    });
  },
});

/** A PMD entry that maps 512 pages was written or cleared. */
const pmdEntry = (name: string, kind: 'step_pte_set' | 'step_pte_clear') =>
  defineEvent({
    names: [name],
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
    facts(e, emit) {
      emit({
        kind: kind,
        mm: e.mm,
        va: e.va,
        nr: 512,
        level: 2,
        table: -1,
        type: wordNumber(entryWords, e.type),
        pfn: e.pfn,
        write: e.write,
        dirty: e.dirty,
        young: e.young,
        excl: e.excl,
        why: wordNumber(whyWords, e.why),
      });
    },
  });

export const mmstepPmdSet = pmdEntry('mmstep_pmd_set', 'step_pte_set');
export const mmstepPmdClear = pmdEntry('mmstep_pmd_clear', 'step_pte_clear');

/** A load or store of a user program, with the translation its CPU used and the bits it set in the entry. */
export const mmstepAccess = defineEvent({
  names: ['mmstep_access'],
  probe: false,
  example: 'mm=0xffff88800447c600 va=0x7fdf23495010 write=1 pfn=0x41ff tlb=walk young=1 dirty=1',
  needs: { mm: address, va: address, write: number, pfn: number, tlb: text, young: number, dirty: number },
  facts(e, emit) {
    const { mm, va, write, pfn, young, dirty } = e;
    emit({ kind: 'step_access', mm, va, write, pfn, hit: e.tlb === 'hit' ? 1 : 0, young, dirty });
  },
});
