/** What of an event counts as its own in a tally; the others are addresses, pages and times. */
const telling: Readonly<Record<string, readonly string[]>> = {
  mmstep_pte_set: ['type', 'write', 'young', 'why'],
  mmstep_pte_clear: ['type', 'why'],
  mmstep_pt_unlink: ['why'],
  mmstep_pt_reclaim: ['path'],
  mmstep_tlb_flush: [],
  mmstep_tlb_slot: ['delay'],
  mmstep_folio_dirty: ['why'],
  mmstep_folio_clean: ['why'],
  mmstep_swapcache: ['add'],
  mmstep_ae_set: ['why'],
  mmstep_ae_clear: ['why'],
  mmstep_wp_decide: ['mapcount', 'excl', 'reuse'],
  mmstep_gup_pin: ['fast'],
  mmstep_gup_unpin: [],
  mmstep_vma_read_get: ['refcnt'],
  mmstep_vma_read_put: ['refcnt'],
  mmstep_vma_read_end: ['refcnt'],
  mmstep_vma_read_fail: ['why'],
  mmstep_vma_exclude: ['refcnt'],
  mmstep_vma_unexclude: ['refcnt'],
  mmstep_vma_seq: ['refcnt'],
  mmstep_vma_attach: ['refcnt'],
  mmstep_vma_detach: ['refcnt'],
  pmd_install: [],
  __split_huge_pmd: [],
  try_to_merge_one_page__ret: ['ret'],
};

/** Steps of a trace by what they are, up to its marker `result`; those of several pages count each page. */
export type Tally = Readonly<Record<string, number>>;

/** Counts the steps in a trace's text, line by line, without any of the program's own reading. */
export function tally(text: string): Tally {
  const counts = new Map<string, number>();
  for (const line of text.slice(0, text.indexOf('BEGIN result')).split('\n')) {
    const [, name = '', rest = ''] = /: (\w+): (.*)$/.exec(line) ?? [];
    const fields = Object.hasOwn(telling, name) ? telling[name] : undefined;
    if (!fields) continue;
    const value = (key: string) => new RegExp(`\\b${key}=(\\S+)`).exec(rest)?.[1];
    const what = [name.replace('mmstep_', ''), ...fields.map((key) => `${key}=${value(key)}`)].join(' ');
    counts.set(what, (counts.get(what) ?? 0) + Number(value('nr') ?? 1));
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The slots of their tables that entries were set in: from the lowest to the highest. */
export function slotsSet(text: string): readonly [number, number] {
  const slots = [...text.matchAll(/: mmstep_pte_set: .*\bva=0x([0-9a-f]+) nr=(\d+)/g)].flatMap(([, va, nr]) => {
    const first = Number((BigInt(`0x${va}`) >> 12n) % 512n);
    return [first, first + Number(nr) - 1];
  });
  return [Math.min(...slots), Math.max(...slots)];
}
