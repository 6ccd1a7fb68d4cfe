import type { Emit } from './define.ts';

interface VmFault {
  readonly vmf_mm: number | null;
  readonly vmf_address: number | null;
  readonly vmf_pmd: number | null;
}

/** struct vm_fault names an address and the PMD entry above it: the place of a page-table page is learned from the two. */
export function pmdAt(event: VmFault, emit: Emit): void {
  const { vmf_mm: mm, vmf_address: va, vmf_pmd: pmd } = event;
  if (mm && va !== null && pmd) emit({ kind: 'pmd_at', mm, va, pmd });
}
