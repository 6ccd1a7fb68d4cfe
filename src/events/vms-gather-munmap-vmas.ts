import { address, defineEvent } from './define.ts';

/** munmap collects, splits and detaches the VMAs of [vms_start, vms_end) (mm/vma.c, vms_gather_munmap_vmas). */
export const vmsGatherMunmapVmas = defineEvent({
  names: ['vms_gather_munmap_vmas'],
  probe: true,
  example:
    'vms_gather_munmap_vmas: (vms_gather_munmap_vmas+0x0/0x490) vms=0xffffc90000443c60 vms_vma=0xffff888005d01600 vms_start=0x7fba90bcc000 vms_end=0x7fba90bed000 vms_vma_count=0x0',
  needs: { vms_vma: address, vms_start: address, vms_end: address },
  facts(e, emit) {
    emit({ kind: 'munmap_gather', vma: e.vms_vma, start: e.vms_start, end: e.vms_end });
  },
});
