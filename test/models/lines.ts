import { mapped, mm1, page, type VmaText, vmaText } from './story.ts';

/** An mm begins. */
export const born = (mm = mm1) => `mm_init__ret: (copy_process+0x1d1d/0x2c20 <- mm_init) ret=${mm}`;
/** An mm with one private VMA. */
export const begun = `${born()}${mapped()}`;
/** A folio as a probe prints it, with its page index. */
export const folio = (pfn: number, index: string, mapping = '0xffff888005fb04e1') =>
  `folio=${page(pfn)} folio_fl=0x8 folio_f1=0x0 folio_index=${index} folio_mapping=${mapping} folio_ref=1`;
/** The mapping of a huge page dropped; the index is that of the VMA's start. */
export const removedPmd = (pfn: number, v: VmaText = {}) =>
  `folio_remove_rmap_pmd: (folio_remove_rmap_pmd+0x4/0x1f0) ${folio(pfn, v.pgoff ?? '0x400')} page=${page(pfn)} ${vmaText(v)}`;
/** A page that is known already mapped. */
export const addedAt = (va: string, pfn: number, nr = 1, flags = '0x0', mapping?: string) =>
  `folio_add_anon_rmap_ptes: (folio_add_anon_rmap_ptes+0x4/0x310) ${folio(pfn, '0x0', mapping)} page=${page(pfn)} nr_pages=0x${nr.toString(16)} ${vmaText()} address=${va} flags=${flags}`;
/** A range about to be cleared. */
export const zapped = (start: string, end: string, v: VmaText = {}) =>
  `__zap_vma_range: (__zap_vma_range+0x0/0x19f0) ${vmaText(v)} start=${start} end=${end} details=0x0`;
/** A PMD entry split. */
export const splitHuge = (va: string, v: VmaText = {}) =>
  `__split_huge_pmd: (__split_huge_pmd+0x4/0x1b0) ${vmaText(v)} pmd=0xffff888037ba4010 pmd_v=0x379e0067 address=${va} freeze=0x0`;
