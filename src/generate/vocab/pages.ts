import type { Folio } from '../kernel/folio.ts';
import type { Mm, RssMember } from '../kernel/mm.ts';
import { pagePtr } from '../kernel/slab.ts';
import type { Vma } from '../kernel/vma.ts';
import { Voice } from './voice.ts';

const hex = (n: number): string => `0x${n.toString(16)}`;

/** What pages are allocated for, as gfp_flags name it. */
export const gfp = {
  user: { flags: 'GFP_HIGHUSER_MOVABLE|__GFP_COMP', type: 1 },
  zeroed: { flags: 'GFP_HIGHUSER_MOVABLE|__GFP_ZERO|__GFP_COMP', type: 1 },
  file: { flags: 'GFP_HIGHUSER_MOVABLE|__GFP_COMP', type: 1 },
  huge: { flags: 'GFP_TRANSHUGE|__GFP_NORETRY|__GFP_THISNODE', type: 1 },
  table: { flags: 'GFP_KERNEL_ACCOUNT|__GFP_ZERO|__GFP_COMP', type: 0 },
} as const;

export type Gfp = keyof typeof gfp;

const members = ['MM_FILEPAGES', 'MM_ANONPAGES', 'MM_SWAPENTS', 'MM_SHMEMPAGES'] as const;

/** Pages: allocation, counters, page cache, pins, reclaim, migration, KSM, collapse. */
export class PageVoice extends Voice {
  alloc(pfn: number, order: number, what: Gfp): void {
    if (!this.p.begins(0)) return;
    const { flags, type } = gfp[what];
    this.p.line(`mm_page_alloc: page=${pagePtr(pfn)} pfn=${hex(pfn)} order=${order} migratetype=${type} gfp_flags=${flags}`);
  }

  free(pfn: number, order: number): void {
    if (this.p.begins(0)) this.p.line(`mm_page_free: page=${pagePtr(pfn)} pfn=${hex(pfn)} order=${order}`);
  }

  freeBatched(pfn: number): void {
    if (this.p.begins(0)) this.p.line(`mm_page_free_batched: page=${pagePtr(pfn)} pfn=${hex(pfn)} order=0`);
  }

  rss(mm: Mm, member: RssMember): void {
    if (!this.p.begins(0)) return;
    const curr = this.p.task?.mm === mm ? 1 : 0;
    const bytes = mm.rss[member] * 4096;
    this.p.line(`rss_stat: mm_id=${mm.id} curr=${curr} type=${members[member]} size=${bytes}B`);
  }

  cacheAdd(folio: Folio, inode: number): void {
    this.cache('mm_filemap_add_to_page_cache', folio, inode);
  }

  cacheDelete(folio: Folio, inode: number): void {
    this.cache('mm_filemap_delete_from_page_cache', folio, inode);
  }

  private cache(name: string, folio: Folio, inode: number): void {
    if (!this.p.begins(0)) return;
    const order = this.text === '6.1' && folio.order === 0 ? ' order=0' : ` order=${folio.order}`;
    this.p.line(`${name}: dev 254:0 ino ${inode.toString(16)} pfn=${hex(folio.pfn)} ofs=${folio.index * 4096}${order}`);
  }

  pinFast(start: number, nr: number, flags: number): void {
    const pages = 'pages=0xffff888004cc4d80';
    this.say('pin_user_pages_fast', `start=${hex(start)} nr_pages=${hex(nr)} gup_flags=${hex(flags)} ${pages}`);
    const inner = this.text === '6.1' ? 'internal_get_user_pages_fast' : 'gup_fast_fallback';
    this.say(inner, `start=${hex(start)} nr_pages=${hex(nr)} gup_flags=${hex(flags)} ${pages}`);
  }

  pinFastRet(nr: number): void {
    this.say('pin_user_pages_fast__ret', `ret=${hex(nr)}`);
  }

  /** try_grab_folio() and its fast sibling: one page is taken. */
  grab(folio: Folio, sub: number, flags: number, fast: boolean): void {
    const name = fast && this.text !== '6.1' ? 'try_grab_folio_fast' : 'try_grab_folio';
    const head = this.probe(name);
    if (head === null) return;
    const what = this.text === '6.1' || fast ? this.page(folio, sub) : this.folio(folio);
    this.p.line(`${head}${what} refs=0x1 flags=${hex(flags)}`);
  }

  unpin(folio: Folio, sub: number): void {
    if (this.text === '6.1') {
      const head = this.probe('unpin_user_page');
      if (head !== null) this.p.line(head + this.page(folio, sub));
      return;
    }
    const head = this.probe('unpin_user_folio');
    if (head !== null) this.p.line(`${head}${this.folio(folio)} npages=0x1`);
  }

  unmapOne(folio: Folio, vma: Vma, va: number): void {
    const head = this.probe('try_to_unmap_one');
    if (head !== null) this.p.line(`${head}${this.folio(folio)} ${this.vma(vma)} address=${hex(va)}`);
  }

  unmapOneRet(ok: boolean): void {
    this.say('try_to_unmap_one__ret', `ret=0x${ok ? 1 : 0}`);
  }

  migrateOne(folio: Folio, vma: Vma, va: number): void {
    const head = this.probe('try_to_migrate_one');
    if (head !== null) this.p.line(`${head}${this.folio(folio)} ${this.vma(vma)} address=${hex(va)}`);
  }

  migrateOneRet(ok: boolean): void {
    this.say('try_to_migrate_one__ret', `ret=0x${ok ? 1 : 0}`);
  }

  migrationSet(va: number, raw: string): void {
    if (this.p.begins(0)) this.p.line(`set_migration_pte: addr=${va.toString(16)}, pte=${raw} order=0`);
  }

  restore(folio: Folio, vma: Vma, va: number, old: number): void {
    const head = this.probe('remove_migration_pte');
    if (head === null) return;
    const from = this.text === '6.1' ? ` old=0x${pagePtr(old)}` : '';
    this.p.line(`${head}${this.folio(folio)} ${this.vma(vma)} addr=${hex(va)}${from}`);
  }

  restored(va: number, raw: string): void {
    if (this.p.begins(0)) this.p.line(`remove_migration_pte: addr=${va.toString(16)}, pte=${raw} order=0`);
  }

  mkcleanOne(folio: Folio, sub: number, vma: Vma, va: number): void {
    const at = this.p.task?.stack ?? 'ffffc90000443';
    if (this.text === '6.1') {
      this.say('page_vma_mkclean_one', `a1=0x${at}5a8 a2=0x${vma.ptr} a3=0xfffffc000201d a4=0x0`);
      return;
    }
    const args = `pvmw=0x${at}5f8 pvmw_pfn=${hex(folio.pfn + sub)} pvmw_nr_pages=0x1 pvmw_vma=0x${vma.ptr} pvmw_address=${hex(va)}`;
    this.say('page_vma_mkclean_one', `${args} pvmw_pmd=0x0 pvmw_pte=0x0 pvmw_flags=0x1`);
  }

  swapOut(folio: Folio): void {
    if (!this.p.begins(0)) return;
    const kind = folio.kind === 'anon' ? 'RECLAIM_WB_ANON' : 'RECLAIM_WB_FILE';
    this.p.line(`mm_vmscan_write_folio: page=${pagePtr(folio.pfn)} pfn=${hex(folio.pfn)} flags=${kind}|RECLAIM_WB_ASYNC`);
  }

  swapDup(entry: number): void {
    this.say(this.text === '7.2' ? 'swap_dup_entry_direct' : 'swap_duplicate', `entry=${hex(entry)}`);
  }

  swapFree(entry: number): void {
    if (this.text === '6.1') this.say('swap_free', `entry=${hex(entry)}`);
    else this.say('swap_free_nr', `entry=${hex(entry)} nr_pages=0x1`);
  }

  mergeTry(vma: Vma, page: Folio, kpage: Folio): void {
    const head = this.probe('try_to_merge_one_page');
    if (head !== null) this.p.line(`${head}${this.vma(vma)} ${this.page(page, 0)} ${this.page(kpage, 0, 'kpage')}`);
  }

  merged(kpage: Folio, mm: Mm, error: number): void {
    if (this.text === '6.1' || !this.p.begins(0)) return;
    this.p.line(`ksm_merge_one_page: ksm pfn ${kpage.pfn} rmap_item ffff8880058f0f40 mm ${mm.ptr} error ${error}`);
  }

  collapse(mm: Mm, va: number): void {
    const tail = 'referenced=0x0 unmapped=0x0 cc=0xffff88802713a000';
    if (this.text === '7.2') this.say('collapse_huge_page', `mm=0x${mm.ptr} start_addr=${hex(va)} ${tail} order=0x9`);
    else this.say('collapse_huge_page', `mm=0x${mm.ptr} address=${hex(va)} ${tail}`);
  }

  collapsed(mm: Mm): void {
    if (this.p.begins(0)) {
      const order = this.text === '7.2' ? ', order=9' : '';
      this.p.line(`mm_collapse_huge_page: mm=${mm.ptr}, isolated=1, status=succeeded${order}`);
    }
    this.say('collapse_huge_page__ret', 'ret=0x1');
  }

  copyRange(dst: Vma, src: Vma): void {
    const head = this.probe('copy_page_range');
    if (head !== null) this.p.line(`${head}${this.vma(dst, 'dst_vma')} ${this.vma(src, 'src_vma')}`);
  }

  copyRangeRet(): void {
    this.say('copy_page_range__ret', 'ret=0x0');
  }

  copyHuge(dst: Vma, src: Vma, pmds: readonly [to: string, from: string], value: string, va: number): void {
    const head = this.probe('copy_huge_pmd');
    if (head === null || dst.mm === null || src.mm === null) return;
    const where = `dst_pmd=0x${pmds[0]} dst_pmd_v=0x0 src_pmd=0x${pmds[1]} src_pmd_v=0x${value} addr=${hex(va)}`;
    this.p.line(
      `${head}dst_mm=0x${dst.mm.ptr} src_mm=0x${src.mm.ptr} ${where} ${this.vma(dst, 'dst_vma')} ${this.vma(src, 'src_vma')}`,
    );
  }

  copyHugeRet(): void {
    this.say('copy_huge_pmd__ret', 'ret=0x0');
  }
}
