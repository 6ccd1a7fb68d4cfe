import { address, defineEvent } from './define.ts';

/** MADV_GUARD_INSTALL writes a marker at addr (mm/madvise.c of 6.13 and later). */
export const guardInstall = defineEvent({
  names: ['guard_install_set_pte'],
  probe: true,
  example:
    'guard_install_set_pte: (guard_install_set_pte+0x4/0x30) addr=0x7f8b8816a000 next=0x7f8b8816b000 ptep=0xffffc9000444f998 ptep_v=0x0 walk=0xffffc9000444fb50 walk_mm=0xffff888004478e00 walk_vma=0xffff888006284e40 walk_action=0x0',
  needs: { addr: address },
  wants: { walk_mm: address },
  facts(e, emit) {
    emit({ kind: 'guard_set', mm: e.walk_mm ?? 0, va: e.addr });
  },
});
