import type { MappedFile } from '../kernel/file.ts';
import type { Folio } from '../kernel/folio.ts';
import type { AnonRoot, Vma } from '../kernel/vma.ts';
import type { Steps } from '../task.ts';

/** What is done with each VMA that may map a page of the folio; `va` is where. */
export type Visit = (vma: Vma, va: number, sub: number) => Steps<boolean>;

/** rmap_walk(): visits the places where a small folio may be mapped, until a visit gives false. */
export function* walkRmap(folio: Folio, visit: Visit): Steps<boolean> {
  const tree: AnonRoot | MappedFile | null = folio.file ?? folio.anon;
  if (tree === null) return true;
  tree.walkers++;
  let on = true;
  for (const vma of tree.vmas) {
    for (let sub = 0; sub < folio.pages && on; sub++) {
      const va = vma.start + (folio.index + sub - vma.pgoff) * 4096;
      if (va >= vma.start && va < vma.end && vma.mm !== null) on = yield* visit(vma, va, sub);
    }
    if (!on) break;
  }
  tree.walkers--;
  return on;
}

/** Waits until nobody walks the rmap trees a VMA is in, so that it can be put in, taken out or moved. */
export function* lockRmap(vma: Vma): Steps {
  const free = (): boolean => (vma.file?.walkers ?? 0) === 0 && (vma.anon?.walkers ?? 0) === 0;
  while (!free()) yield free;
}
