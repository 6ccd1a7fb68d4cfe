import { UsageError } from '../base/errors.ts';

/** The choices in which kernels differ for the five systems (see docs/generate.md). */
export interface Profile {
  readonly name: string;
  /** Whose vocabulary and layouts the text follows. */
  readonly text: '6.1' | '6.12' | '7.2';
  /** rmap removal: A0 before the TLB flush, A2 after it for dirty file pages, A3 after it for all. */
  readonly rmap: 'A0' | 'A2' | 'A3';
  /** Empty PTE tables: R0 kept, R1 counted by pte_refcount, R2 a page-table rwsem, R3 given back on MADV_DONTNEED. */
  readonly ptReclaim: 'R0' | 'R1' | 'R2' | 'R3' | 'R3bug';
  /** How fault-around makes the entries that were not asked for. */
  readonly prefault: 'young' | 'old' | 'off';
  readonly vmaLock: 'none' | 'rwsem' | 'refcnt';
  /** When a write fault may keep an anonymous page. */
  readonly cow: 'mapcount' | 'pagecount' | 'ae';
}

const kernels: readonly Profile[] = [
  { name: '5.10', text: '6.1', rmap: 'A0', ptReclaim: 'R0', prefault: 'young', vmaLock: 'none', cow: 'pagecount' },
  { name: '6.1', text: '6.1', rmap: 'A0', ptReclaim: 'R0', prefault: 'young', vmaLock: 'none', cow: 'ae' },
  { name: '6.12', text: '6.12', rmap: 'A2', ptReclaim: 'R0', prefault: 'young', vmaLock: 'rwsem', cow: 'ae' },
  { name: '7.0', text: '7.2', rmap: 'A2', ptReclaim: 'R3', prefault: 'young', vmaLock: 'refcnt', cow: 'ae' },
  { name: '7.2', text: '7.2', rmap: 'A2', ptReclaim: 'R3', prefault: 'young', vmaLock: 'refcnt', cow: 'ae' },
];

const choices: Readonly<Record<string, readonly string[]>> = {
  rmap: ['A0', 'A2', 'A3'],
  ptReclaim: ['R0', 'R1', 'R2', 'R3', 'R3bug'],
  prefault: ['young', 'old', 'off'],
  vmaLock: ['none', 'rwsem', 'refcnt'],
  cow: ['mapcount', 'pagecount', 'ae'],
};

/** The names `--kernel` takes. */
export const profileNames: readonly string[] = kernels.map((k) => k.name);

/** Reads `7.2` or `7.2,ptReclaim=R1,prefault=old`. Throws UsageError for anything else. */
export function parseProfile(text: string): Profile {
  const [name, ...changes] = text.split(',');
  const kernel = kernels.find((k) => k.name === name);
  if (kernel === undefined) throw new UsageError(`no kernel profile '${name}': use one of ${profileNames.join(', ')}`);
  const profile: Record<string, string> = { ...kernel };
  for (const change of changes) {
    const [key = '', value = ''] = change.split('=');
    if (!choices[key]?.includes(value)) {
      const known = Object.entries(choices).map(([k, v]) => `${k}=${v.join('|')}`);
      throw new UsageError(`no such choice '${change}' in --kernel: use ${known.join(', ')}`);
    }
    profile[key] = value;
  }
  return { ...(profile as unknown as Profile), name: text };
}
