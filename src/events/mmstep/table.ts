import { pathWords, refWords, rwsemWords, unlinkWords, wordNumber } from '../../facts/step-words.ts';
import { address, defineEvent, number, text } from '../define.ts';

/** The page-table lock of one PTE table was taken or given back. `va` is the start of its 2 MiB. */
const ptl = (name: string, held: number) =>
  defineEvent({
    names: [name],
    probe: false,
    example: 'mm=0xffff88800447c600 va=0x7fdf23400000 table=0x27452',
    needs: { mm: address, va: address, table: number },
    facts(e, emit) {
      emit({ kind: 'step_ptl', mm: e.mm, va: e.va, table: e.table, held });
    },
  });

export const mmstepPtlLock = ptl('mmstep_ptl_lock', 1);
export const mmstepPtlUnlock = ptl('mmstep_ptl_unlock', 0);

/** The lock of the PMD entry for `va`: `try` tells a trylock, `ok` 0 one that failed. */
export const mmstepPmdLock = defineEvent({
  names: ['mmstep_pmd_lock'],
  probe: false,
  example: 'mm=0xffff88800447c600 va=0x7fdf23400000 try=1 ok=1',
  needs: { mm: address, va: address, try: number, ok: number },
  facts(e, emit) {
    emit({ kind: 'step_pmd_lock', mm: e.mm, va: e.va, try: e.try, ok: e.ok });
  },
});

/** The lock of the PMD entry was given back. */
export const mmstepPmdUnlock = defineEvent({
  names: ['mmstep_pmd_unlock'],
  probe: false,
  example: 'mm=0xffff88800447c600 va=0x7fdf23400000',
  needs: { mm: address, va: address },
  facts(e, emit) {
    emit({ kind: 'step_pmd_unlock', mm: e.mm, va: e.va });
  },
});

/** The PMD entry that linked a PTE table was cleared. */
export const mmstepPtUnlink = defineEvent({
  names: ['mmstep_pt_unlink'],
  probe: false,
  example: 'mm=0xffff88800447c600 va=0x7fdf23400000 table=0x27452 why=reclaim_fast',
  needs: { mm: address, va: address, table: number, why: text },
  facts(e, emit) {
    emit({ kind: 'step_pt_unlink', mm: e.mm, va: e.va, table: e.table, why: wordNumber(unlinkWords, e.why) });
  },
});

/** A zap is done with a table it may give back: what it knows, before it tries. */
export const mmstepPtReclaim = defineEvent({
  names: ['mmstep_pt_reclaim'],
  probe: false,
  example:
    'mm=0xffff88800447c600 va=0x7fdf23400000 table=0x27452 start=0x7fdf23400000 end=0x7fdf23600000 skipped=0 dropped=0 path=fast',
  needs: {
    mm: address,
    va: address,
    table: number,
    start: address,
    end: address,
    skipped: number,
    dropped: number,
    path: text,
  },
  facts(e, emit) {
    const { mm, va, table, start, end, skipped, dropped } = e;
    emit({ kind: 'step_pt_reclaim', mm, va, table, start, end, skipped, dropped, path: wordNumber(pathWords, e.path) });
  },
});

/** A walker without locks (GUP-fast) is inside a PTE table, under RCU or with interrupts off. */
const walk = (name: string, inside: number) =>
  defineEvent({
    names: [name],
    probe: false,
    example: 'mm=0xffff88800447c600 va=0x7fdf23495000 table=0x27452',
    needs: { mm: address, va: address, table: number },
    facts(e, emit) {
      emit({ kind: 'step_walk', mm: e.mm, va: e.va, table: e.table, inside });
    },
  });

export const mmstepWalkBegin = walk('mmstep_walk_begin', 1);
export const mmstepWalkEnd = walk('mmstep_walk_end', 0);

/** A kernel that counts users of PTE tables (pte_refcount) changed a count; `refs` is the value after. */
export const mmstepPteRef = defineEvent({
  names: ['mmstep_pte_ref'],
  probe: false,
  example: 'mm=0xffff88800447c600 va=0x7fdf23400000 table=0x27452 delta=-1 refs=0 why=put_vmf',
  needs: { mm: address, va: address, table: number, delta: number, refs: number, why: text },
  facts(e, emit) {
    const { mm, va, table, delta, refs } = e;
    emit({ kind: 'step_pte_ref', mm, va, table, delta, refs, why: wordNumber(refWords, e.why) });
  },
});

/** A kernel with a page-table rwsem per mm: `op` is read, read_end, write or write_end. */
export const mmstepPtRwsem = defineEvent({
  names: ['mmstep_pt_rwsem'],
  probe: false,
  example: 'mm=0xffff88800447c600 op=read',
  needs: { mm: address, op: text },
  facts(e, emit) {
    emit({ kind: 'step_pt_rwsem', mm: e.mm, op: wordNumber(rwsemWords, e.op) });
  },
});
