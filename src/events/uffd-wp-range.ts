import { address, defineEvent, number } from './define.ts';

/** UFFDIO_WRITEPROTECT over [start, start+len); `enable` is a bool in a byte (mm/userfaultfd.c, uffd_wp_range). */
export const uffdWpRange = defineEvent({
  names: ['uffd_wp_range'],
  probe: true,
  example:
    'uffd_wp_range: (uffd_wp_range+0x4/0x110) dst_vma=0xffff888005451b00 dst_vma_mm=0xffff888005669b80 dst_vma_s=0x7fa03b177000 dst_vma_e=0x7fa03b187000 dst_vma_fl=0x80010fb dst_vma_pgoff=0x0 dst_vma_av=0x0 dst_vma_file=0xffff888004b3ad80 start=0x7fa03b177000 len=0x10000 enable_wp=0x1',
  needs: { dst_vma_mm: address, dst_vma_file: address, start: address, len: number },
  wants: { enable_wp: number, enable: number },
  facts(e, emit) {
    const enable = (e.enable_wp ?? e.enable ?? 0) & 0xff;
    emit({ kind: 'uffd_wp', mm: e.dst_vma_mm, start: e.start, len: e.len, enable: enable ? 1 : 0, anon: e.dst_vma_file ? 0 : 1 });
  },
});
