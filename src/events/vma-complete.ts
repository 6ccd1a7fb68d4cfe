import { address, defineEvent } from './define.ts';

/** A split, merge or resize is done; the VMAs involved are printed with their new bounds (mm/vma.c, vma_complete; 7.x probes). */
export const vmaComplete = defineEvent({
  names: ['vma_complete'],
  probe: true,
  example:
    'vma_complete: (vma_complete+0x0/0x3d0) vp=0xffffc9000044b668 vp_vma=0xffff888005848b40 vp_vma_s=0x7ffeb0111000 vp_vma_e=0x7ffffffff000 vp_vma_mm=0xffff888004479500 vp_adj_next=0x0 vp_adj_next_s=0x0 vp_adj_next_e=0x0 vp_adj_next_mm=0x0 vp_file=0x0 vp_mapping=0x0 vp_anon_vma=0xffff888005fb1c60 vp_insert=0x0 vp_insert_s=0x0 vp_insert_e=0x0 vp_insert_mm=0x0 vp_remove=0x0 vp_remove_s=0x0 vp_remove_e=0x0 vp_remove_mm=0x0 vp_remove2=0x0 vp_remove2_s=0x0 vp_remove2_e=0x0 vp_remove2_mm=0x0 vmi=0xffffc9000044b760 vmi_mas_tree=0xffff888004479540 vmi_mas_index=0x7ffeb0111000 vmi_mas_last=0x7fffffffefff mm=0xffff888004479500',
  needs: { vp_vma: address, vp_vma_s: address, vp_vma_e: address, vp_vma_mm: address },
  wants: {
    vp_adj_next: address,
    vp_adj_next_s: address,
    vp_adj_next_e: address,
    vp_adj_next_mm: address,
    vp_insert: address,
    vp_insert_s: address,
    vp_insert_e: address,
    vp_insert_mm: address,
  },
  facts(e, emit) {
    emit({ kind: 'vma_bounds', vma: e.vp_vma, mm: e.vp_vma_mm, start: e.vp_vma_s, end: e.vp_vma_e });
    if (e.vp_adj_next && e.vp_adj_next_mm)
      emit({
        kind: 'vma_bounds',
        vma: e.vp_adj_next,
        mm: e.vp_adj_next_mm,
        start: e.vp_adj_next_s ?? 0,
        end: e.vp_adj_next_e ?? 0,
      });
    if (e.vp_insert && e.vp_insert_mm)
      emit({ kind: 'vma_bounds', vma: e.vp_insert, mm: e.vp_insert_mm, start: e.vp_insert_s ?? 0, end: e.vp_insert_e ?? 0 });
  },
});
