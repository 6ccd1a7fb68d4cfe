import type { Shape } from '../events/shape.ts';
import { type KernelProfile, profileFor } from '../models/kernel-profile.ts';

/** What only some kernels print: the first that is found decides. */
const signs: readonly { readonly kernel: string; readonly shows: (shape: Shape) => boolean }[] = [
  { kernel: '7.0', shows: (shape) => has(shape, 'vma_refc') || has(shape, 'ret_refc') || has(shape, 'memcg_id') },
  {
    kernel: '7.0',
    shows: (shape) => shape.probe && ['__vma_start_write', '__zap_vma_range', 'lock_next_vma'].includes(shape.name),
  },
  { kernel: '6.12', shows: (shape) => has(shape, 'vma_lseq') || (shape.probe && /^folio_(add|remove)_\w*rmap/.test(shape.name)) },
  {
    kernel: '6.12',
    shows: (shape) => !shape.probe && (shape.name === 'mm_filemap_fault' || shape.name === 'mm_filemap_map_pages'),
  },
  { kernel: '6.1', shows: (shape) => shape.probe && /^(page_(add|remove)_\w*rmap|do_set_pte)$/.test(shape.name) },
  { kernel: '6.1', shows: (shape) => !shape.probe && (shape.name === 'vma_store' || shape.name === 'mmap_lock_released') },
];

const has = (shape: Shape, field: string): boolean => shape.fields.some(({ name }) => name === field);

/** The profile of the kernel that printed these shapes, or null when nothing tells. */
export function chooseKernel(shapes: readonly Shape[]): KernelProfile | null {
  for (const sign of signs) if (shapes.some(sign.shows)) return profileFor(sign.kernel);
  return null;
}

/** Does the trace have probes that tell which page is mapped where? Without them all entries are inferred. */
export function showsEntries(shapes: readonly Shape[]): boolean {
  return shapes.some(
    (shape) => shape.probe && /^((folio|page)_(add|remove)_\w*rmap|set_pte_range|do_set_pte|handle_mm_fault)/.test(shape.name),
  );
}
