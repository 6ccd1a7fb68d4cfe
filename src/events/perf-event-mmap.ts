import { address, defineEvent, number } from './define.ts';

/** Called once a mapping is complete: after mmap, brk, mprotect, stack growth (kernel/events/core.c). */
export const perfEventMmap = defineEvent({
  names: ['perf_event_mmap'],
  probe: true,
  example:
    'perf_event_mmap: (perf_event_mmap+0x4/0x570) vma=0xffff888005848b40 vma_mm=0xffff888004479500 vma_s=0x7fffffffe000 vma_e=0x7ffffffff000 vma_fl=0x118173 vma_pgoff=0x7fffffffe vma_av=0xffff888005fb1c60 vma_file=0x0 vma_lseq=0x3 vma_refc=0x1',
  needs: { vma: address, vma_mm: address, vma_s: address, vma_e: address, vma_fl: number },
  facts(e, emit) {
    emit({ kind: 'vma_mapped', vma: e.vma, mm: e.vma_mm, start: e.vma_s, end: e.vma_e, flags: e.vma_fl });
  },
});
