import { address, defineEvent } from './define.ts';

/** MADV_GUARD_REMOVE clears a marker at addr if there is one. */
export const guardRemove = defineEvent({
  names: ['guard_remove_pte_entry'],
  probe: true,
  example:
    'guard_remove_pte_entry: (guard_remove_pte_entry+0x4/0xe0) pte=0xffff888027fc0b50 pte_v=0xfffffffffffff600 addr=0x7f8b8816a000 next=0x7f8b8816b000 walk=0xffffc9000448fb60 walk_mm=0xffff888006474d00 walk_vma=0xffff888027efc180 walk_action=0x0',
  needs: { addr: address },
  wants: { walk_mm: address },
  facts(e, emit) {
    emit({ kind: 'guard_clear', mm: e.walk_mm ?? 0, va: e.addr });
  },
});
