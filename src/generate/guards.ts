/**
 * The places where a kernel keeps the order that its protocols need. A planted bug removes one of them; everything else
 * then runs on as it would.
 */
export const guards = {
  'zap-delays-rmap': 'the rmap of a dirty file page is removed after the TLB flush (A2)',
  'zap-moves-dirty': 'a zap moves the dirty bit of the entry to the folio',
  'zap-flushes-before-free': 'a zapped page is given back after the TLB flush',
  'cow-flushes-first': 'copy-on-write clears and flushes the old entry before it sets the new one',
  'pageout-flushes-first': 'reclaim flushes the put-off unmaps before it writes the page',
  'free-drops-rmap-once': 'each mapping is uncounted once',
  'reclaim-rescans': 'a zap that dropped the page-table lock rescans the table before it frees it',
  'fault-keeps-lock': 'a fault installs its entry under mmap_lock or the VMA lock',
  'install-rechecks-pmd': 'pmd_install() links a table only where the PMD entry is still none',
  'lock-rechecks-pmd': 'a walker that waited for the page-table lock checks that the table is still linked',
  'tables-wait-for-rcu': 'a table page is given back after the walkers without locks have left it',
  'rmap-unlinks-first': 'munmap takes VMAs out of the rmap trees before it frees their tables',
  'window-ends-at-table': 'fault-around stays inside one table',
  'prefault-is-read-only': 'fault-around sets read-only entries',
  'prefault-obeys-arch': 'fault-around makes old entries where the architecture wants them old',
  'prefault-skips-present': 'fault-around sets only entries that are none',
  'map-stays-in-file': 'fault-around maps pages inside the size of the file only',
  'seq-after-drain': 'vm_lock_seq is written after the readers have left',
  'detached-refuses-readers': 'a VMA with count 0 takes no readers',
  'attach-is-write-locked': 'a VMA is write-locked when it is attached',
  'reader-drops-before-wait': 'a fault gives the VMA lock back before it waits for mmap_lock',
  'unlock-ends-vma-writes': 'releasing mmap_lock ends the write locks of all VMAs',
  'writer-uses-bit-30': 'a writer adds 0x40000000, not a value that saturates the count',
  'detach-waits-for-readers': 'a VMA is freed after its readers have left',
  'fault-ends-lock-once': 'a fault that gave the VMA lock back does not give it back again',
  'fork-copies-pinned': 'fork copies a pinned page at once',
  'fork-clears-exclusive': 'fork takes the exclusive flag from the pages it shares',
  'fork-clears-swap-bit': 'fork takes the exclusive bit from the swap entries it shares',
  'ksm-refuses-pinned': 'KSM leaves pinned pages alone',
  'swapin-asks-exclusive': 'swap-in makes an entry writable only for an exclusive page',
  'swapout-clears-exclusive': 'swap-out moves the exclusive flag into the entry',
  'reuse-asks-references': 'a write fault reuses a page only when nobody else refers to it',
  'pin-unshares': 'a read-only pin takes an exclusive page, or unshares first',
  'fast-pin-rechecks': 'GUP-fast reads the entry again after it took the reference',
} as const;

export type Guard = keyof typeof guards;

/** A planted bug. */
export interface Bug {
  readonly name: string;
  /** The system of MODEL sections 2 to 6. */
  readonly system: 'A' | 'B' | 'C' | 'D' | 'E';
  /** A scenario in which it can take place. */
  readonly scenario: string;
  /** The rules it breaks, by id. It took place when one of them was broken. */
  readonly rules: readonly string[];
  /** What the kernel no longer does. */
  readonly removes: Guard;
  /** Events it is given to take place in, where the usual number seldom does. */
  readonly events?: number;
  /** A profile it needs, as --kernel takes it, where the default has not what it breaks. */
  readonly kernel?: string;
}
