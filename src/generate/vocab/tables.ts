import type { Mm } from '../kernel/mm.ts';
import { directPtr, pagePtr } from '../kernel/slab.ts';
import type { Vma } from '../kernel/vma.ts';
import { Voice } from './voice.ts';

const hex = (n: number): string => `0x${n.toString(16)}`;

/** The mmu_gather of a zap, as probes print it. */
export interface GatherText {
  readonly mm: Mm;
  readonly full: boolean;
  readonly start: number;
  readonly end: number;
  readonly freedTables: boolean;
}

/** Page-table pages, zaps and TLB flushes. */
export class TableVoice extends Voice {
  pteAlloc(mm: Mm, pmd: string): void {
    this.say('__pte_alloc', `mm=0x${mm.ptr} pmd=0x${pmd} pmd_v=0x0`);
  }

  pteAllocRet(): void {
    this.say('__pte_alloc__ret', 'ret=0x0');
  }

  allocOne(mm: Mm): void {
    this.say('pte_alloc_one', `mm=0x${mm.ptr}`);
  }

  allocOneRet(pfn: number): void {
    this.say('pte_alloc_one__ret', `ret=0x${pagePtr(pfn)}`);
  }

  /** pmd_install() is entered with a prepared table; `linked` is the pfn of the table that is there already. */
  install(mm: Mm, pmd: string, linked: number | null, table: number): void {
    const value = linked === null ? '0x0' : hex(linked * 4096 + 0x67);
    const at = `${this.p.task?.stack ?? 'ffffc90000443'}6f8`;
    this.say('pmd_install', `mm=0x${mm.ptr} pmd=0x${pmd} pmd_v=${value} pte=0x${at} pte_v=0x${pagePtr(table)}`);
  }

  /** Level 2: a PMD table for `va`; level 3: a PUD table. `above` is the pfn of the table that will point to it. */
  upper(mm: Mm, level: 2 | 3, above: number, va: number): void {
    const slot = level === 2 ? Math.floor(va / 0x4000_0000) % 512 : Math.floor(va / 0x80_0000_0000) % 512;
    const at = directPtr(above, slot * 8);
    const arg = level === 2 ? `pud=0x${at} pud_v=0x0` : `p4d=0x${at} p4d_v=0x0`;
    this.say(level === 2 ? '__pmd_alloc' : '__pud_alloc', `mm=0x${mm.ptr} ${arg} address=${hex(va)}`);
  }

  upperRet(level: 2 | 3): void {
    this.say(level === 2 ? '__pmd_alloc__ret' : '__pud_alloc__ret', 'ret=0x0');
  }

  deposit(mm: Mm, pmd: string, table: number): void {
    this.say('pgtable_trans_huge_deposit', `mm=0x${mm.ptr} pmdp=0x${pmd} pmdp_v=0x0 pgtable=0x${pagePtr(table)}`);
  }

  withdraw(mm: Mm, pmd: string, table: number): void {
    this.say('pgtable_trans_huge_withdraw', `mm=0x${mm.ptr} pmdp=0x${pmd} pmdp_v=0x0`);
    this.say('pgtable_trans_huge_withdraw__ret', `ret=0x${pagePtr(table)}`);
  }

  splitHuge(vma: Vma, pmd: string, value: string, va: number): void {
    const head = this.probe('__split_huge_pmd');
    if (head === null) return;
    const folio = this.text === '7.2' ? '' : ' folio=0x0 folio_fl=0x0 folio_f1=0x0 folio_index=0x0 folio_mapping=0x0 folio_ref=0';
    this.p.line(`${head}${this.vma(vma)} pmd=0x${pmd} pmd_v=0x${value} address=${hex(va)} freeze=0x0${folio}`);
  }

  zapHuge(g: GatherText, vma: Vma, pmd: string, value: string, va: number): void {
    const head = this.probe('zap_huge_pmd');
    if (head !== null) this.p.line(`${head}${this.gather(g)} ${this.vma(vma)} pmd=0x${pmd} pmd_v=0x${value} addr=${hex(va)}`);
  }

  gatherBegin(mm: Mm, full: boolean): void {
    const at = `tlb=0x${this.at()} tlb_mm=0x0 tlb_start=0x0 tlb_end=0x0 tlb_fullmm=0x0`;
    this.say(full ? 'tlb_gather_mmu_fullmm' : 'tlb_gather_mmu', `${at} mm=0x${mm.ptr}`);
  }

  gatherEnd(g: GatherText): void {
    const head = this.probe('tlb_finish_mmu');
    if (head !== null) this.p.line(head + this.gather(g));
  }

  zapRange(g: GatherText, vma: Vma, start: number, end: number): void {
    const newest = this.text === '7.2';
    const head = this.probe(newest ? '__zap_vma_range' : 'unmap_page_range');
    if (head === null) return;
    const first = newest ? 'start' : 'addr';
    this.p.line(`${head}${this.gather(g)} ${this.vma(vma)} ${first}=${hex(start)} end=${hex(end)} details=0x${this.at(0xaa8)}`);
  }

  /** The zap of an madvise() or a truncation. */
  zapSingle(g: GatherText, vma: Vma, start: number, size: number): void {
    if (this.text === '7.2') {
      const head = this.probe('zap_vma_range_batched');
      if (head === null) return;
      this.p.line(
        `${head}${this.gather(g)} ${this.vma(vma)} address=${hex(start)} size=${hex(size)} details=0x${this.at(0xaa8)}`,
      );
      return;
    }
    const head = this.probe('zap_page_range_single');
    if (head !== null) this.p.line(`${head}${this.vma(vma)} address=${hex(start)} size=${hex(size)} details=0x0`);
  }

  flushRmaps(g: GatherText, vma: Vma): void {
    const head = this.probe('tlb_flush_rmaps');
    if (head !== null) this.p.line(`${head}${this.gather(g)} ${this.vma(vma)}`);
  }

  freeTables(g: GatherText, vma: Vma): void {
    const head = this.probe('free_pgtables');
    if (head === null) return;
    if (this.text === '7.2') {
      const ends = 'unmap_vma_start=0x0 unmap_vma_end=0x0 unmap_pg_start=0x0 unmap_pg_end=0x0 unmap_tree_end=0x0';
      this.p.line(`${head}${this.gather(g)} unmap=0x${this.at(0xb80)} unmap_first=0x${vma.ptr} ${ends}`);
    } else if (this.text === '6.12') {
      const mas = `mas=0x${this.at(0xbb8)} mas_tree=0x${g.mm.ptr} mas_index=${hex(vma.start)} mas_last=${hex(vma.start)} mas_node=0x0`;
      this.p.line(`${head}${this.gather(g)} ${mas} ${this.vma(vma)} floor=0x0 ceiling=0x0 mm_wr_locked=0x1`);
    } else {
      this.p.line(`${head}${this.gather(g)} mt=0x${g.mm.ptr} ${this.vma(vma)} floor=0x0 ceiling=0x0`);
    }
  }

  freePte(g: GatherText, table: number): void {
    const tail = this.text === '6.1' ? ' pte_hindex=0x0' : '';
    const args = `pte=0x${pagePtr(table)} pte_fl=0xfffffc0000000 pte_index=0x0 pte_w1=0x0${tail}`;
    const head = this.probe('___pte_free_tlb');
    if (head !== null) this.p.line(`${head}${this.gather(g)} ${args}`);
  }

  freePmd(g: GatherText, table: number): void {
    const head = this.probe('___pmd_free_tlb');
    if (head !== null) this.p.line(`${head}${this.gather(g)} pmd=0x${directPtr(table, 0)} pmd_v=0x0`);
  }

  freePud(g: GatherText, table: number): void {
    const head = this.probe('___pud_free_tlb');
    if (head !== null) this.p.line(`${head}${this.gather(g)} pud=0x${directPtr(table, 0)} pud_v=0x0`);
  }

  flushRange(mm: Mm, start: number, end: number | null, freed: boolean): void {
    const to = end === null ? '0xffffffffffffffff' : hex(end);
    const shift = end === null ? '0x0' : '0xc';
    this.say(
      'flush_tlb_mm_range',
      `mm=0x${mm.ptr} start=${hex(start)} end=${to} stride_shift=${shift} freed_tables=0x${freed ? 1 : 0}`,
    );
  }

  /** The tracepoint of one CPU's part of a flush; `pages` null is everything. */
  flush(pages: number | null, reason: 'send' | 'local' | 'remote' | 'all'): void {
    if (!this.p.begins(0)) return;
    const old = this.text !== '7.2';
    const name = {
      send: old ? 'remote ipi send (4)' : 'remote IPI send (4)',
      local: old ? 'local mm shootdown (3)' : 'local MM shootdown (3)',
      remote: 'remote shootdown (1)',
      all: 'local shootdown (2)',
    }[reason];
    this.p.line(`tlb_flush: pages:${pages ?? -1} reason:${name}`, reason !== 'send');
  }

  private at(offset = 0xc20): string {
    return (this.p.task?.stack ?? 'ffffc90000443') + offset.toString(16);
  }

  private gather(g: GatherText): string {
    const end = g.full ? '0xffffffffffffffff' : hex(g.end);
    const full = (g.full ? 0x1 : 0) + (g.freedTables ? 0x4 : 0);
    return `tlb=0x${this.at()} tlb_mm=0x${g.mm.ptr} tlb_start=${hex(g.start)} tlb_end=${end} tlb_fullmm=0x${full.toString(16)}`;
  }
}
