import { expect, test } from 'vitest';
import { fieldKind } from '../../src/events/fields.ts';

test.each([
  ['mm_page_alloc', 'page', 'x16', 'address'],
  ['mm_page_alloc', 'pfn', '0x', 'number'],
  ['mm_page_alloc', 'order', 'd', 'number'],
  ['mm_page_alloc', 'gfp_flags', 'text', 'text'],
  ['__vma_start_write', 'vma_lseq', '0x', 'number'],
  ['__vma_start_write', 'vma_fl', '0x', 'number'],
  ['__vma_start_write', 'vma_s', '0x', 'address'],
  ['__vma_start_write', 'vma_file', '0x', 'address'],
  ['__split_vma', 'vmi_mas_index', '0x', 'address'],
  ['folio_add_new_anon_rmap', 'folio_index', '0x', 'number'],
  ['folio_add_new_anon_rmap', 'folio_f1', '0x', 'number'],
  ['pmd_install', 'pmd_v', '0x', 'address'],
  ['page_fault_user', 'error_code', '0x', 'number'],
  ['ma_write', 'last', 'u', 'address'],
  ['damon_aggregated', 'target_id', 'u', 'number'],
  ['sys_mmap', 'len', '9x', 'number'],
  ['sys_mmap', 'addr', 'x', 'address'],
  ['sys_mmap__ret', 'ret', '0x', 'address'],
  ['sys_munmap__ret', 'ret', '0x', 'number'],
  ['lock_vma_under_rcu__ret', 'ret', '0x', 'address'],
] as const)('%s.%s printed as %s is %s', (event, field, format, kind) => {
  expect(fieldKind(event, field, format)).toBe(kind);
});
