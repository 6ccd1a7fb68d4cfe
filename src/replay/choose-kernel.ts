import type { Shape } from '../events/shape.ts';
import { type KernelProfile, profileFor } from '../models/kernel-profile.ts';

/** What only some kernels print. */
interface Sign {
  readonly kernel: string;
  /** For a person: what was found. */
  readonly found: string;
  readonly shows: (shape: Shape) => boolean;
}

/** The first that is found decides. */
const signs: readonly Sign[] = [
  { kernel: '7.0', found: 'vm_refcnt is printed', shows: (shape) => has(shape, 'vma_refc') || has(shape, 'ret_refc') },
  { kernel: '7.0', found: 'mmap_lock events print memcg_id', shows: (shape) => has(shape, 'memcg_id') },
  {
    kernel: '7.0',
    found: 'a probe on a function of 7.x',
    shows: (shape) => shape.probe && ['__vma_start_write', '__zap_vma_range', 'lock_next_vma'].includes(shape.name),
  },
  { kernel: '6.12', found: 'vm_lock_seq is printed, but no vm_refcnt', shows: (shape) => has(shape, 'vma_lseq') },
  {
    kernel: '6.12',
    found: 'probes on rmap functions of folios',
    shows: (shape) => shape.probe && /^folio_(add|remove)_\w*rmap/.test(shape.name),
  },
  {
    kernel: '6.12',
    found: 'tracepoints of filemap faults',
    shows: (shape) => !shape.probe && (shape.name === 'mm_filemap_fault' || shape.name === 'mm_filemap_map_pages'),
  },
  {
    kernel: '6.1',
    found: 'probes on rmap functions of pages',
    shows: (shape) => shape.probe && /^(page_(add|remove)_\w*rmap|do_set_pte)$/.test(shape.name),
  },
  {
    kernel: '6.1',
    found: 'mmap_lock or maple tree tracepoints, and nothing newer',
    shows: (shape) => !shape.probe && (shape.name === 'vma_store' || shape.name === 'mmap_lock_released'),
  },
];

const has = (shape: Shape, field: string): boolean => shape.fields.some(({ name }) => name === field);

/** The profile of the kernel that printed these shapes and the sign of it, for a person; null when nothing tells. */
export function kernelSign(shapes: readonly Shape[]): { readonly profile: KernelProfile; readonly found: string } | null {
  const sign = signs.find(({ shows }) => shapes.some(shows));
  const profile = sign ? profileFor(sign.kernel) : null;
  return sign && profile ? { profile, found: sign.found } : null;
}

/** The profile of the kernel that printed these shapes, or null when nothing tells. */
export function chooseKernel(shapes: readonly Shape[]): KernelProfile | null {
  return kernelSign(shapes)?.profile ?? null;
}

/**
 * Does the trace have probes that tell which page is mapped where, or which VMAs there are? Without them all of it is inferred.
 * (A short trace with all probes may hold not one fault.)
 */
export function showsEntries(shapes: readonly Shape[]): boolean {
  return shapes.some(
    (shape) =>
      shape.probe &&
      /^((folio|page)_(add|remove)_\w*rmap|set_pte_range|do_set_pte|handle_mm_fault|vm_area_(alloc|dup))/.test(shape.name),
  );
}
