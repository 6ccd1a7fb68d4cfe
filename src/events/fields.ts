import type { FieldKind } from './define.ts';
import type { FieldFormat } from './shape.ts';

/** Last words of names of hex fields that count, measure or hold flags: `vma_lseq`, `new_order`, `gfp_mask`, `folio_f1`. */
const NUMBER_WORDS: ReadonlySet<string> = new Set([
  ...['pfn', 'order', 'nr', 'count', 'size', 'sz', 'len', 'length', 'holelen', 'holebegin', 'pages', 'npages', 'shift', 'delta'],
  ...['flags', 'fl', 'f1', 'prot', 'newprot', 'newflags', 'mask', 'mode', 'type', 'options', 'policy', 'reason', 'gfp', 'pkey'],
  ...['index', 'hindex', 'pgoff', 'off', 'ofs', 'offset', 'ino', 'seq', 'lseq', 'ref', 'refs', 'refc', 'refcnt', 'mapcount'],
  ...['code', 'err', 'error', 'cmd', 'opcode', 'behavior', 'fd', 'pidfd', 'id', 'shmflg', 'shmid', 'vlen', 'segs', 'args'],
  ...[
    'write',
    'dirty',
    'young',
    'freeze',
    'compound',
    'mkwrite',
    'downgrade',
    'unlock',
    'locks',
    'stack',
    'wp',
    'copy',
    'swappiness',
  ],
]);

/** Names of hex fields that are numbers though their last word does not say so. */
const NUMBER_NAMES: ReadonlySet<string> = new Set([
  ...['zone_start', 'zone_end', 'total_vm', 'adjust_next', 'len_in', 'pmc_len_in', 'entry', 'sgp', 'member', 'write_end'],
  ...['avoid_reserve', 'cow_from_owner', 'even_cows', 'freed_tables', 'ignore_references', 'keep_source', 'mm_wr_locked'],
  ...['new_below', 'newly_allocated', 'partially_mapped', 'tlb_fullmm', 'unmapped', 'walk_action', 'max_page_sharing_bypass'],
  ...['nr_pages', 'mm_id'],
]);

/** Names of pointers whose last word would say otherwise. */
const ADDRESS_NAMES: ReadonlySet<string> = new Set(['pages', 'madv_behavior', 'fault_type']);

/** Fields of a maple state are addresses of the address space that the tree holds, whatever `index` is elsewhere. */
const MAPLE_STATE = /(?:^|_)mas_(?:index|last)$/;

/** Syscalls that return an address; the others return a number, or a negative error. */
const ADDRESS_RETURNS: ReadonlySet<string> = new Set(['sys_mmap__ret', 'sys_mremap__ret', 'sys_brk__ret', 'sys_shmat__ret']);

/** Unsigned decimals that are bounds of a range of addresses: those of maple trees and of VMAs. */
const DECIMAL_BOUNDS: ReadonlySet<string> = new Set([
  'index',
  'last',
  'min',
  'max',
  'piv',
  'vm_start',
  'vm_last',
  'start',
  'end',
]);

/**
 * What a field is to SQL, by how it is printed and what it is called, for events that have no definition of their own:
 * - decimals are numbers, but for the unsigned bounds of maple_tree and mmap tracepoints, which are addresses;
 * - sixteen bare digits (`%p`) are an address;
 * - other hex is a number where its name says that it counts, measures or holds flags, else an address: pointers,
 *   bounds (`start`, `vma_s`, `end_addr`), raw page table entries (`pte_v`), and what nobody knows (`a1`, `ret`).
 */
export function fieldKind(eventName: string, fieldName: string, format: FieldFormat): FieldKind {
  switch (format) {
    case 'text':
      return 'text';
    case 'd':
      return 'number';
    case 'u':
      return DECIMAL_BOUNDS.has(fieldName) ? 'address' : 'number';
    case 'x16':
      return 'address';
    default:
      if (fieldName === 'ret' && eventName.startsWith('sys_')) return ADDRESS_RETURNS.has(eventName) ? 'address' : 'number';
      return isNumber(fieldName) ? 'number' : 'address';
  }
}

function isNumber(name: string): boolean {
  if (ADDRESS_NAMES.has(name) || MAPLE_STATE.test(name)) return false;
  if (NUMBER_NAMES.has(name) || /^(nr|is|has)_/.test(name)) return true;
  return NUMBER_WORDS.has(name.slice(name.lastIndexOf('_') + 1));
}
