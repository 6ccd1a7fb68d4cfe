import { blockPages } from '../../base/order.ts';
import { numbered, whyWords } from '../../facts/step-words.ts';
import { Kind, kindOf, Type, typeOf } from '../page-table/entry.ts';
import { defineSteps } from './define.ts';
import type { Folio } from './folio-book.ts';
import type { Protocol } from './protocol.ts';

const Why = numbered(whyWords);

/** Mappings that fork copies though they have no anon_vma (mm/memory.c, vma_needs_copy()). */
const VM_PFNMAP_OR_MIXEDMAP = 0x1000_0400;
const VM_HUGETLB = 0x40_0000;

/** Events of all tasks that may lie between the two halves of a migration in the page cache. */
const MIGRATION_EVENTS = 64;

/** Counts `nr` mappings from page pfn on up or down; level 2 is a PMD entry of the whole folio. */
function count(p: Protocol, pfn: number, nr: number, level: number, delta: number): void {
  if (pfn < 0) return;
  if (level === 2) {
    p.folio(pfn).entireMapcount += delta;
    return;
  }
  for (let i = 0; i < nr; i++) {
    const folio = p.folio(pfn + i);
    folio.mapcount[pfn + i - folio.head] += delta;
  }
}

function setKind(p: Protocol, pfn: number, kind: number): void {
  if (pfn >= 0) p.folio(pfn).kind = kind;
}

/** The counts of these pages are no longer followed: a huge mapping was split out of sight. */
function lose(p: Protocol, pfn: number): void {
  const folio = pfn >= 0 ? p.folios.find(pfn) : undefined;
  if (folio) folio.counted = false;
}

/** fork duplicates mappings without an event: those of the parent's entries, where no step tells. */
function dupAll(p: Protocol, src: number, start: number, end: number): void {
  const parent = p.world.mms.get(src);
  if (!parent) return;
  const { raced } = p.mm(src);
  parent.pt.visit(start, end, (_va, pfn, info, _since, pages) => {
    const kind = kindOf(info);
    if (pfn >= 0 && typeOf(info) === Type.present && kind !== Kind.zero && kind !== Kind.special && kind !== Kind.hugetlb) {
      count(p, pfn, 1, pages === 512 ? 2 : 1, 1);
      p.folio(pfn).guessed = true;
      if (raced) p.folio(pfn).unsure = true;
    }
    return false;
  });
}

/** Another task's entry is changed through rmap, at a moment that no probe tells exactly. */
function race(p: Protocol, mm: number, pfn: number): void {
  if (p.printed.pte) return;
  p.mm(mm).raced = true;
  if (pfn >= 0) p.folio(pfn).unsure = true;
}

/** A page that the child does not share after all: it was pinned, and copied at once. */
function undoDup(p: Protocol, mm: number, va: number): void {
  const { copy } = p.world.call;
  if (p.printed.dup || copy?.dst !== mm) return;
  const pfn = p.world.mms.get(mm)?.pt.pfnAt(va) ?? -1;
  if (pfn >= 0) count(p, pfn, 1, 1, -1);
}

function dirtied(folio: Folio, dirty: number): void {
  folio.dirty = dirty === 1;
}

/** Pages: mappings, references, flags, pins. */
export const folios = defineSteps({
  name: 'folio',
  on: {
    folio_alloc(p, { pfn, order }) {
      p.folios.alloc(pfn, blockPages(order));
    },
    folio_free(p, { pfn, order }) {
      p.folios.free(pfn, blockPages(order));
    },
    cache_remove(p, { pfn }) {
      p.task.uncached = { pfn, seq: p.now.seq, dirty: p.folios.find(pfn)?.dirty ?? null };
    },
    cache_add(p, { pfn }) {
      // What is read in is clean; a page that takes another's place in the cache takes its flag over unseen.
      const { uncached } = p.task;
      p.folio(pfn).dirty = uncached && uncached.seq >= p.now.seq - MIGRATION_EVENTS ? uncached.dirty : false;
      p.task.uncached = null;
    },
    anon_new(p, { mm, va, pfn, nr, level }) {
      undoDup(p, mm, va);
      if (pfn < 0) return;
      // Two probes may tell of one new page: a new page is mapped once, however often that is said.
      const folio = p.folio(pfn);
      if (level === 2) folio.entireMapcount = 1;
      else for (let i = 0; i < nr; i++) folio.mapcount[pfn + i - folio.head] = 1;
      folio.kind = Kind.anon;
      if (!p.printed.exclusive) folio.exclusive.fill(true);
    },
    anon_add(p, { pfn, nr, level, ksm }) {
      count(p, pfn, nr, level, 1);
      setKind(p, pfn, ksm === 1 ? Kind.ksm : Kind.anon);
    },
    file_add(p, { pfn, nr, level, shmem, vmaFile }) {
      count(p, pfn, nr, level, 1);
      const known = shmem >= 0 ? shmem === 1 : p.world.shmemFiles.get(vmaFile);
      setKind(p, pfn, known ? Kind.shmem : Kind.file);
    },
    rmap_remove(p, { pfn, nr, level, mm, vmaStart }) {
      if (pfn < 0) return;
      // hugetlb counts its mappings by calls of its own, some of them inlined.
      const vma = level === 2 ? p.world.mms.get(mm)?.vmaAt(vmaStart) : undefined;
      if (vma && vma.flags & VM_HUGETLB) lose(p, p.folio(pfn).head);
      count(p, pfn, nr, level, -1);
    },
    unmap_one_begin(p, { mm, pfn }) {
      race(p, mm, pfn);
    },
    migrate_one_begin(p, { mm, pfn }) {
      race(p, mm, pfn);
    },
    migration_restore(p, { mm, pfn }) {
      race(p, mm, pfn);
    },
    step_rmap_dup(p, { pfn, nr, level }) {
      count(p, pfn, nr, level, 1);
    },
    copy_range(p, { src, start, end, anonVma, flags }) {
      if (!p.printed.dup && (anonVma || flags & VM_PFNMAP_OR_MIXEDMAP)) dupAll(p, src, start, end);
    },
    pmd_split(p, { mm, va }) {
      if (p.world.kernel.splitsAnonPmdSilently) lose(p, p.world.mms.get(mm)?.pt.pmdAt(va)?.pfn ?? -1);
    },
    step_folio_ref(p, { pfn, refs }) {
      p.folio(pfn).refs = refs;
    },
    step_folio_dirty(p, { pfn, dirty }) {
      dirtied(p.folio(pfn), dirty);
      if (dirty === 1) for (const hold of p.task.ptls) hold.owesDirty.delete(p.folio(pfn).head);
    },
    step_writeback(p, { pfn, busy }) {
      p.folio(pfn).writeback = busy === 1;
    },
    step_swapcache(p, { pfn, entry, add }) {
      p.folio(pfn).swapEntry = add === 1 ? entry : -1;
    },
    step_ae(p, { pfn, nr, set }) {
      for (let i = 0; i < nr; i++) {
        const folio = p.folio(pfn + i);
        folio.exclusive[pfn + i - folio.head] = set === 1;
      }
    },
    step_wp_seq(p, { mm, seq }) {
      p.mm(mm).wpSeq = seq;
    },
    step_gup_pin(p, { mm, va, pfn, nr, flags }) {
      if (!(flags & p.foll.pin)) return;
      p.folio(pfn).pins += nr;
      for (let i = 0; i < nr; i++) p.pins.add({ mm, va: va + i * 4096, pfn: pfn + i, flags, since: p.now.seq });
    },
    step_gup_unpin(p, { pfn, nr, flags }) {
      if (!(flags & p.foll.pin)) return;
      p.folio(pfn).pins -= nr;
      p.pins.drop(pfn, nr);
    },
    step_mkwrite(p, { mm, va, pfn }) {
      p.mkwrites.set(`${mm}/${Math.floor(va / 4096)}`, pfn);
    },
    ksm_merge(p, { pfn }) {
      // replace_page() maps the KSM page without a call that shows its new mapping on all kernels.
      if (!p.printed.pte) lose(p, pfn);
    },
  },
});

export { Why };
