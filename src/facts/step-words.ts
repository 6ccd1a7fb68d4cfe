/** The words of mmstep_ events; a fact tells a word as its place in the list. A word of no list is -1. */
export const entryWords = [
  'present',
  'zero',
  'swap',
  'migration',
  'device_private',
  'device_exclusive',
  'hwpoison',
  'marker',
] as const;

/** Why an entry, an exclusive flag, a reference or a dirty flag changed. */
export const whyWords = [
  'fault',
  'prefault',
  'cow',
  'reuse',
  'fork',
  'fork_wp',
  'swapin',
  'unmap',
  'migrate',
  'restore',
  'ksm',
  'mprotect',
  'mkclean',
  'split',
  'device',
  'poison',
  'guard',
  'zap',
  'collapse',
  'unshare',
  'unpin',
  'new',
  'swap',
] as const;

/** Why a table was unlinked. */
export const unlinkWords = ['munmap', 'exit', 'reclaim_fast', 'reclaim_slow', 'refcount', 'khugepaged'] as const;
/** Which way a zap goes about a table. */
export const pathWords = ['none', 'fast', 'slow'] as const;
/** Gets and puts of pte_refcount. */
export const refWords = ['init', 'tryget', 'put', 'put_vmf', 'pte_get', 'pte_put'] as const;
export const rwsemWords = ['read', 'read_end', 'write', 'write_end'] as const;
export const verdictWords = ['activate', 'keep', 'reclaim'] as const;
export const seqWords = ['lock', 'unlock', 'downgrade'] as const;
export const failWords = ['seq_busy', 'ref_busy', 'detached', 'other_mm', 'seq_busy_late', 'wrong_range'] as const;
export const vmaFieldWords = ['vm_start', 'vm_end', 'vm_pgoff', 'vm_flags'] as const;
/** Ways the count of a VMA lock changes. */
export const countSteps = ['read_get', 'read_put', 'read_end', 'exclude', 'unexclude', 'attach', 'detach'] as const;

/** Numbers by word: `numbered(whyWords).cow`. */
export function numbered<const T extends readonly string[]>(words: T): { readonly [W in T[number]]: number } {
  return Object.fromEntries(words.map((word, i) => [word, i])) as { readonly [W in T[number]]: number };
}

/** The number of a word; -1 for a word that is not in the list. */
export const wordNumber = (words: readonly string[], word: string): number => words.indexOf(word);
