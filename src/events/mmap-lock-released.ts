import { address, defineEvent, text } from './define.ts';

/** The running task drops mmap_lock; printed just before the rwsem is released. */
export const mmapLockReleased = defineEvent({
  names: ['mmap_lock_released'],
  probe: false,
  example: 'mmap_lock_released: mm=ffff88800447cd00 memcg_id=1 write=true',
  needs: { mm: address, write: text },
  facts(e, emit) {
    emit({ kind: 'mmap_lock_rel', mm: e.mm, write: e.write === 'true' ? 1 : 0 });
  },
});
