import { address, defineEvent, text } from './define.ts';

/** The request ended; a read acquisition by the writer itself is a downgrade. */
export const mmapLockAcquireReturned = defineEvent({
  names: ['mmap_lock_acquire_returned'],
  probe: false,
  example: 'mmap_lock_acquire_returned: mm=ffff88800447c600 memcg_id=1 write=true success=true',
  needs: { mm: address, write: text, success: text },
  facts(e, emit) {
    emit({ kind: 'mmap_lock_acq', mm: e.mm, write: e.write === 'true' ? 1 : 0, ok: e.success === 'true' ? 1 : 0 });
  },
});
