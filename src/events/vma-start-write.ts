import { address, defineEvent, number } from './define.ts';

/** A VMA is write-locked by the holder of mmap_lock; called only when it is not yet (mm/mmap_lock.c). */
export const vmaStartWrite = defineEvent({
  names: ['__vma_start_write'],
  probe: true,
  example:
    '__vma_start_write: (__vma_start_write+0x4/0xe0) vma=0xffff888036fb5900 vma_mm=0xffff88800447c600 vma_s=0x400000 vma_e=0x401000 vma_fl=0x8000071 vma_pgoff=0x0 vma_av=0x0 vma_file=0xffff888037a7ce40 vma_lseq=0x5 vma_refc=0x1 state=0x102 mm_lseq=0x21',
  needs: { vma: address, vma_mm: address },
  wants: { mm_lseq: number, vma_refc: number, vma_lseq: number },
  facts(e, emit) {
    emit({ kind: 'vma_write', vma: e.vma, mm: e.vma_mm, mmSeq: e.mm_lseq ?? -1, refc: e.vma_refc ?? -1, lseq: e.vma_lseq ?? -1 });
  },
});
