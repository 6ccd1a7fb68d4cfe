/*
 * What PG_anon_exclusive does at each event of system E (docs/model.md): pure, on one page and one entry. `exclusive` is
 * the flag of the page; a swap or migration entry carries it instead while the page has no present entry.
 */

/** An anonymous page as the decisions see it. */
export interface AnonPage {
  readonly exclusive: boolean;
  readonly mapcount: number;
  readonly refs: number;
  readonly pins: number;
  readonly ksm: boolean;
}

export type MigrationKind = 'read' | 'read_exclusive' | 'write';

/** E1: a new page, fault or copy. */
export const newPage: AnonPage = { exclusive: true, mapcount: 1, refs: 1, pins: 0, ksm: false };

/** folio_maybe_dma_pinned(): certain for large folios, a guess by references for small ones. */
export const maybePinned = (page: AnonPage): boolean => page.pins > 0 || page.refs >= 1024;

/** E3: fork finds a present entry. `copied`: the child has a page of its own, nothing changes here. */
export function forkPresent(page: AnonPage, hasPinned: boolean): { readonly page: AnonPage; readonly copied: boolean } {
  if (hasPinned && page.exclusive && maybePinned(page)) return { page, copied: true };
  return { page: { ...page, exclusive: false, mapcount: page.mapcount + 1, refs: page.refs + 1 }, copied: false };
}

/** E4, E5: entries that fork leaves in both: no longer exclusive. */
export const forkSwap = (): { readonly exclusive: boolean } => ({ exclusive: false });
export const forkMigration = (): MigrationKind => 'read';

/** E17, E19, E22: folio_try_share_anon_rmap(): refused while the page may be pinned. */
export function tryShare(page: AnonPage): AnonPage | null {
  if (!page.exclusive) return page;
  return maybePinned(page) ? null : { ...page, exclusive: false };
}

/** E17: swap-out. null: the entry is put back, the page stays. */
export function swapOut(page: AnonPage): { readonly page: AnonPage; readonly entryExclusive: boolean } | null {
  const shared = tryShare(page);
  if (!shared) return null;
  return { page: { ...shared, mapcount: shared.mapcount - 1, refs: shared.refs - 1 }, entryExclusive: page.exclusive };
}

/** E18: swap-in. `stable`: the backend must not see the page change while it is written, and it is being written. */
export function swapIn(page: AnonPage, entryExclusive: boolean, stable: boolean): AnonPage {
  const exclusive = !page.ksm && ((entryExclusive && !stable) || page.refs === 1);
  return { ...page, exclusive, mapcount: page.mapcount + 1, refs: page.refs + 1 };
}

/** E19: a migration entry is set. null: refused, the page is pinned. */
export function migrateOut(page: AnonPage, writable: boolean): { readonly page: AnonPage; readonly kind: MigrationKind } | null {
  const shared = tryShare(page);
  if (!shared) return null;
  const kind = writable ? 'write' : page.exclusive ? 'read_exclusive' : 'read';
  return { page: { ...shared, mapcount: shared.mapcount - 1, refs: shared.refs - 1 }, kind };
}

/** E19: the entry maps the new page. */
export function migrateIn(page: AnonPage, kind: MigrationKind): { readonly page: AnonPage; readonly writable: boolean } {
  return { page: { ...page, exclusive: kind !== 'read', mapcount: page.mapcount + 1 }, writable: kind === 'write' };
}

/** E22: KSM write-protects a page to merge it. null: refused. */
export function ksmProtect(page: AnonPage, swapcache: number): AnonPage | null {
  if (page.mapcount + 1 + swapcache !== page.refs) return null;
  return tryShare(page);
}

/** E23: a PMD mapping becomes 512 entries of the same pages. */
export function splitHuge(head: AnonPage): { readonly pages: readonly AnonPage[]; readonly refs: number } {
  const page: AnonPage = { ...head, mapcount: head.mapcount };
  return { pages: new Array<AnonPage>(512).fill(page), refs: head.refs + 511 };
}

/** E15: may a read-only pin take the page, or must the fault unshare it first? (mm/gup.c, gup_must_unshare()) */
export const mustUnshare = (page: AnonPage, anon: boolean, longterm: boolean, cowMapping: boolean): boolean =>
  anon ? !page.exclusive : longterm && cowMapping;
