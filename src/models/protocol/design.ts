import { UsageError } from '../../base/errors.ts';
import type { KernelProfile } from '../kernel-profile.ts';

/** How a kernel does what the five systems leave open (docs/model.md, profiles). */
export interface Design {
  /** A0, A1: rmap removed before the TLB flush; A2: after it for dirty file pages; A3: after it for all. */
  readonly rmap: 'A0' | 'A1' | 'A2' | 'A3';
  /** R0 keeps empty PTE tables, R1 counts their users, R2 has an rwsem, R3 frees them on MADV_DONTNEED, R3bug as 6.14-rc did. */
  readonly ptReclaim: 'R0' | 'R1' | 'R2' | 'R3' | 'R3bug';
  /** What fault-around makes of entries that nobody asked for. */
  readonly prefault: 'young' | 'old' | 'off';
  readonly vmaLock: 'none' | 'rwsem' | 'refcnt';
  /** When a write fault may keep an anonymous page. */
  readonly cow: 'mapcount' | 'pagecount' | 'ae';
}

/** The values of each choice, as `--kernel 7.2,ptReclaim=R1` takes them. */
export const designChoices: { readonly [C in keyof Design]: readonly Design[C][] } = {
  rmap: ['A0', 'A1', 'A2', 'A3'],
  ptReclaim: ['R0', 'R1', 'R2', 'R3', 'R3bug'],
  prefault: ['young', 'old', 'off'],
  vmaLock: ['none', 'rwsem', 'refcnt'],
  cow: ['mapcount', 'pagecount', 'ae'],
};

/** What a kernel does, as merged: delayed rmap came in 6.2, PG_anon_exclusive in 5.19, PT reclaim in 6.14. */
export function designOf(kernel: KernelProfile, changes: Partial<Design> = {}): Design {
  const merged: Design = {
    rmap: kernel.name === '5.10' || kernel.name === '6.1' ? 'A0' : 'A2',
    ptReclaim: kernel.ptReclaim ? 'R3' : 'R0',
    prefault: 'young',
    vmaLock: kernel.vmaLock,
    cow: kernel.name === '5.10' ? 'pagecount' : 'ae',
  };
  return { ...merged, ...changes };
}

/** Reads `ptReclaim=R1,prefault=old`. Throws UsageError for a choice that is none. */
export function parseDesign(choices: readonly string[]): Partial<Design> {
  const changes: Record<string, string> = {};
  for (const choice of choices) {
    const [name = '', value = ''] = choice.split('=');
    const values: readonly string[] = designChoices[name as keyof Design] ?? [];
    if (!values.includes(value)) {
      const known = Object.entries(designChoices).map(([each, of]) => `${each}=${of.join('|')}`);
      throw new UsageError(`no such choice '${choice}' in --kernel: use ${known.join(', ')}`);
    }
    changes[name] = value;
  }
  return changes as Partial<Design>;
}
