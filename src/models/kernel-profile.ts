import type { KernelTraits } from '../events/define.ts';

/**
 * What differs between kernels, in this one place (docs/model.md, profiles). `from` is the first release it holds for.
 * Page-flag bits: include/linux/page-flags.h of each tree, as read in captures beside the kernel's own kpageflags.
 */
export interface KernelProfile extends KernelTraits {
  readonly name: string;
  readonly from: string;
  readonly vmaLock: 'none' | 'rwsem' | 'refcnt';
  /** mm_lock_seq counts write acquisitions and releases (a seqcount), rather than releases alone or nothing. */
  readonly mmLockSeq: boolean;
  /** MADV_DONTNEED frees empty PTE tables (CONFIG_PT_RECLAIM). */
  readonly ptReclaim: boolean;
  /** A write to the huge zero page splits it into 512 entries; later kernels allocate a huge page. */
  readonly splitsHugeZero: boolean;
  /** Splitting an anonymous PMD adds no rmap event for the 512 PTEs (before folio_add_anon_rmap_ptes). */
  readonly splitsAnonPmdSilently: boolean;
}

export const kernelProfiles = [
  {
    name: '5.10',
    from: '5.10',
    pgHead: 0x1_0000,
    pgSwapbacked: 0x8_0000,
    follPin: 0x4_0000,
    orderInPage1: false,
    mmTreeIsMm: false,
    vmaLock: 'none',
    mmLockSeq: false,
    ptReclaim: false,
    splitsHugeZero: true,
    splitsAnonPmdSilently: true,
  },
  {
    name: '6.1',
    from: '6.1',
    pgHead: 0x1_0000,
    pgSwapbacked: 0x8_0000,
    follPin: 0x4_0000,
    orderInPage1: false,
    mmTreeIsMm: true,
    vmaLock: 'none',
    mmLockSeq: false,
    ptReclaim: false,
    splitsHugeZero: true,
    splitsAnonPmdSilently: true,
  },
  {
    name: '6.12',
    from: '6.4',
    pgHead: 0x40,
    pgSwapbacked: 0x2_0000,
    follPin: 0x8_0000,
    orderInPage1: true,
    mmTreeIsMm: false,
    vmaLock: 'rwsem',
    mmLockSeq: true,
    ptReclaim: false,
    splitsHugeZero: true,
    splitsAnonPmdSilently: false,
  },
  {
    name: '7.0',
    from: '6.15',
    pgHead: 0x40,
    pgSwapbacked: 0x2_0000,
    follPin: 0x8_0000,
    orderInPage1: true,
    mmTreeIsMm: false,
    vmaLock: 'refcnt',
    mmLockSeq: true,
    ptReclaim: true,
    splitsHugeZero: false,
    splitsAnonPmdSilently: false,
  },
] as const satisfies readonly KernelProfile[];

export type KernelName = (typeof kernelProfiles)[number]['name'];

/** The profile that holds for a release such as `6.12.107`, `7.2` or a profile's own name; null for text that is no release. */
export function profileFor(release: string): KernelProfile | null {
  const wanted = releaseNumber(release);
  if (wanted === null) return null;
  let found: KernelProfile = kernelProfiles[0];
  for (const profile of kernelProfiles) if ((releaseNumber(profile.from) ?? 0) <= wanted) found = profile;
  return found;
}

function releaseNumber(release: string): number | null {
  const match = /^v?(\d+)\.(\d+)/.exec(release);
  return match ? Number(match[1]) * 1000 + Number(match[2]) : null;
}
