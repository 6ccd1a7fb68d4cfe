import { defineRule, type Rule } from '../rule.ts';

const alias = (id: string, sameAs: string, severity: Rule['severity'], system: Rule['system'], meaning: string): Rule =>
  defineRule({ id, sameAs, severity, system, meaning, source: 'Documentation/mm/process_addrs.rst', needs: [`as ${sameAs}`] });

/** Checks of process_addrs that are invariants of the five systems under another name. */
export const aliases: readonly Rule[] = [
  alias('PA2', 'D12', 'B', 'D', 'mmap_lock is not awaited under a VMA read lock'),
  alias('PA3', 'D15', 'B', 'D', 'VMA write locks end with mmap_lock: by release or downgrade, never one by one'),
  alias('PA5', 'D14', 'B', 'D', 'fields of a VMA change under the locks that guard them'),
  alias('PA7', 'B5', 'B', 'B', 'entries are installed under mmap_lock or the VMA lock'),
  alias('PA8', 'B7', 'B', 'B', 'tables are freed once no VMA of theirs can be found by rmap'),
  alias('PA9', 'B2', 'B', 'B', 'entries are written under the page-table lock, of a table the PMD entry still points to'),
  alias('PA11', 'B7', 'B', 'B', 'tables are torn down under the downgraded mmap_lock'),
];
