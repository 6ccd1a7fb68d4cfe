import { address, defineEvent, number } from './define.ts';

/** A fault on a VMA begins; FAULT_FLAG_USER (0x40) means the running task's own (mm/memory.c). */
export const handleMmFault = defineEvent({
  names: ['handle_mm_fault'],
  probe: true,
  example:
    'handle_mm_fault: (handle_mm_fault+0x4/0x2c0) vma=0xffff88800584aa80 vma_mm=0xffff88800447c600 vma_s=0x7fffe79a8000 vma_e=0x7fffe79c9000 vma_fl=0x100173 vma_pgoff=0x7ffffffde vma_av=0xffff888005fb04e0 vma_file=0x0 vma_lseq=0x21 vma_refc=0x2 address=0x7fffe79c5738 flags=0x1255',
  needs: { vma_mm: address, address: address, flags: number },
  wants: { vma: address, vma_file: address },
  facts(e, emit) {
    if (e.flags & 0x40) emit({ kind: 'mm_current', mm: e.vma_mm });
    emit({ kind: 'fault_begin', mm: e.vma_mm, va: e.address, flags: e.flags, vma: e.vma ?? 0, file: e.vma_file ?? -1 });
  },
});
