import type { Protocol } from '../models/protocol/index.ts';
import type { World } from '../models/world.ts';
import type { Rule } from './rule.ts';

/** What is wrong, with the objects it is about and the events that led there. */
export interface Finding {
  readonly what: string;
  readonly mm?: number;
  readonly va?: number;
  readonly vma?: number;
  readonly pfn?: number;
  readonly table?: number;
  /** Numbers of earlier events, the oldest first. */
  readonly because?: readonly number[];
  /** It hangs on something inferred, or on a design that has this window: never more than possible. */
  readonly possible?: boolean;
}

export type Status = 'violated' | 'possible';

/** Takes findings; decides whether the order of events can be trusted. */
export interface Findings {
  found(c: Case, finding: Finding): void;
}

/** The evaluations of one rule. */
export class Case {
  readonly rule: Rule;
  readonly p: Protocol;
  readonly w: World;
  held = 0;
  violated = 0;
  possible = 0;
  /** Evaluations that could not be made, by what was missing. */
  readonly skipped = new Map<string, number>();
  readonly settings: Settings;
  private readonly findings: Findings;

  constructor(rule: Rule, p: Protocol, settings: Settings, findings: Findings) {
    this.rule = rule;
    this.p = p;
    this.w = p.world;
    this.settings = settings;
    this.findings = findings;
  }

  get seq(): number {
    return this.p.now.seq;
  }

  get tid(): number {
    return this.p.now.tid;
  }

  /** The rule held here. */
  ok(): void {
    this.held++;
  }

  /** It could not be evaluated here, for want of `input`. */
  skip(input: string): void {
    this.skipped.set(input, (this.skipped.get(input) ?? 0) + 1);
  }

  /** It did not hold. */
  fail(finding: Finding): void {
    this.findings.found(this, finding);
  }

  /** Held, or not. */
  judge(holds: boolean, finding: () => Finding): void {
    if (holds) this.held++;
    else this.findings.found(this, finding());
  }

  get evaluated(): number {
    return this.held + this.violated + this.possible;
  }

  get missed(): number {
    let n = 0;
    for (const each of this.skipped.values()) n += each;
    return n;
  }
}

/** What the person sets. Times in ns. */
export interface Settings {
  /** Events of different CPUs closer than this have no order. */
  readonly clockSkew: number;
  /** How long a PTE table may stay empty (B11); null: as long as it likes. */
  readonly emptyAge: number | null;
  /** How soon a freed table may be needed again (B12). */
  readonly relinkAge: number | null;
  /** How soon a writer must go on after the last reader has left (D16). */
  readonly wakeAge: number | null;
}

/** The inputs rules ask for, as they are named where they are missing. */
export const inputs = {
  mapcount: 'mapcount: the page was allocated before the trace, or its mappings are not all traced',
  dup: 'mappings that fork duplicates: mmstep_rmap_dup',
  refs: 'refcount: mmstep_folio_ref',
  entries: 'entries one by one: mmstep_pte_set, mmstep_pte_clear',
  flush: 'stale TLB entries: mmstep_pte_clear, mmstep_tlb_flush',
  dirty: 'the dirty flag: mmstep_folio_dirty, mmstep_folio_clean',
  exclusive: 'PG_anon_exclusive: mmstep_ae_set, mmstep_ae_clear',
  pins: 'pins by address: mmstep_gup_pin',
  mmapLock: 'who holds mmap_lock: mmap_lock tracepoints with raw pointers, from the creation of the mm on',
  mmSeq: 'mm_lock_seq: mmstep_mm_seq',
  vmSeq: 'vm_lock_seq: mmstep_vma_seq',
  vmaCount: 'vm_refcnt: mmstep_vma_read_get and its kin',
  readers: 'who holds the VMA for read, and until when: mmstep_vma_read_end',
  ptl: 'page-table locks: mmstep_ptl_lock',
  tables: 'the table: its allocation or link was not traced',
  place: 'which 2 MiB a table maps',
  wholeMm: 'an mm followed from its creation',
  kind: 'what kind of page it is',
  vma: 'the VMA',
  rmapLocks: 'rmap locks: not traced by any event',
  rmapLinks: 'rmap links of VMAs: mmstep_vma_rmap',
  walkers: 'walkers without locks: mmstep_walk_begin',
  rss: 'an earlier rss_stat of the mm',
  threadRss: 'what threads keep of the rss counters to themselves (up to 6.1)',
  unlinks: 'which tables collapse unlinks: mmstep_pt_unlink',
  wpSeq: 'write_protect_seq: mmstep_wp_seq',
  swapSlots: 'entries of swap: mmstep_pte_set',
} as const;
