import { address, defineEvent, text } from './define.ts';

/** The running task asks for mmap_lock (include/trace/events/mmap_lock.h). */
export const mmapLockStartLocking = defineEvent({
  names: ['mmap_lock_start_locking'],
  probe: false,
  example: 'mmap_lock_start_locking: mm=ffff88800447c600 memcg_id=1 write=true',
  needs: { mm: address, write: text },
  facts(e, emit) {
    emit({ kind: 'mmap_lock_req', mm: e.mm, write: e.write === 'true' ? 1 : 0 });
  },
});
