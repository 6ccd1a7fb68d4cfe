import type { Folio } from '../kernel/folio.ts';
import type { Mm } from '../kernel/mm.ts';
import { type PmdLeaf, type Pte, type PteTable, pfnOf } from '../kernel/page-table.ts';
import type { Vma } from '../kernel/vma.ts';
import type { Printer } from '../print.ts';

const hex = (n: number): string => `0x${n.toString(16)}`;
const bit = (b: boolean): string => (b ? '1' : '0');

/** Ways a read lock of a VMA is counted up and down. */
export type CountStep = 'read_get' | 'read_put' | 'read_end' | 'exclude' | 'unexclude' | 'attach' | 'detach';

/** The mmstep_ events (docs/vocabulary.md). */
export class StepVoice {
  private readonly p: Printer;

  constructor(p: Printer) {
    this.p = p;
  }

  private say(name: string, args: string): void {
    this.p.line(`mmstep_${name}: ${args}`);
  }

  pte(change: 'set' | 'clear', table: PteTable, va: number, nr: number, pte: Pte, why: string): void {
    if (!this.p.begins(2)) return;
    this.say(
      `pte_${change}`,
      `mm=0x${table.mm.ptr} va=${hex(va)} nr=${nr} table=${hex(table.pfn)} type=${pte.type} pfn=${hex(pfnOf(pte))} ` +
        `write=${bit(pte.write)} dirty=${bit(pte.dirty)} young=${bit(pte.young)} excl=${bit(pte.exclusive)} why=${why}`,
    );
  }

  pmd(change: 'set' | 'clear', mm: Mm, va: number, leaf: PmdLeaf, why: string): void {
    if (!this.p.begins(2)) return;
    this.say(
      `pmd_${change}`,
      `mm=0x${mm.ptr} va=${hex(va)} type=present pfn=${hex(leaf.folio.pfn)} write=${bit(leaf.write)} ` +
        `dirty=${bit(leaf.dirty)} young=${bit(leaf.young)} excl=0 why=${why}`,
    );
  }

  access(mm: Mm, va: number, write: boolean, pfn: number, hit: boolean, set: { young: boolean; dirty: boolean }): void {
    if (!this.p.begins(2)) return;
    const bits = `young=${bit(set.young)} dirty=${bit(set.dirty)}`;
    this.say('access', `mm=0x${mm.ptr} va=${hex(va)} write=${bit(write)} pfn=${hex(pfn)} tlb=${hit ? 'hit' : 'walk'} ${bits}`);
  }

  ptl(table: PteTable, held: boolean): void {
    if (!this.p.begins(2)) return;
    this.say(held ? 'ptl_lock' : 'ptl_unlock', `mm=0x${table.mm.ptr} va=${hex(table.start)} table=${hex(table.pfn)}`);
  }

  pmdLock(mm: Mm, index: number, tried: boolean, ok: boolean): void {
    if (this.p.begins(2)) this.say('pmd_lock', `mm=0x${mm.ptr} va=${hex(index * 0x200000)} try=${bit(tried)} ok=${bit(ok)}`);
  }

  pmdUnlock(mm: Mm, index: number): void {
    if (this.p.begins(2)) this.say('pmd_unlock', `mm=0x${mm.ptr} va=${hex(index * 0x200000)}`);
  }

  unlinkTable(table: PteTable, why: string): void {
    if (!this.p.begins(2)) return;
    this.say('pt_unlink', `mm=0x${table.mm.ptr} va=${hex(table.start)} table=${hex(table.pfn)} why=${why}`);
  }

  reclaimTable(table: PteTable, start: number, end: number, skipped: boolean, dropped: boolean, path: string): void {
    if (!this.p.begins(2)) return;
    const range = `start=${hex(start)} end=${hex(end)} skipped=${bit(skipped)} dropped=${bit(dropped)} path=${path}`;
    this.say('pt_reclaim', `mm=0x${table.mm.ptr} va=${hex(table.start)} table=${hex(table.pfn)} ${range}`);
  }

  walk(begin: boolean, table: PteTable, va: number): void {
    if (!this.p.begins(2)) return;
    this.say(begin ? 'walk_begin' : 'walk_end', `mm=0x${table.mm.ptr} va=${hex(va)} table=${hex(table.pfn)}`);
  }

  tableRef(table: PteTable, delta: number, why: string): void {
    if (!this.p.begins(2)) return;
    const refs = `delta=${delta} refs=${table.refs} why=${why}`;
    this.say('pte_ref', `mm=0x${table.mm.ptr} va=${hex(table.start)} table=${hex(table.pfn)} ${refs}`);
  }

  tableSem(mm: Mm, op: 'read' | 'read_end' | 'write' | 'write_end'): void {
    if (this.p.begins(2)) this.say('pt_rwsem', `mm=0x${mm.ptr} op=${op}`);
  }

  flush(mm: Mm, start: number, end: number): void {
    if (this.p.begins(2)) this.say('tlb_flush', `mm=0x${mm.ptr} start=${hex(start)} end=${hex(end)}`);
  }

  slot(mm: Mm, va: number, pfn: number, nr: number, delay: boolean, pending: number): void {
    if (!this.p.begins(2)) return;
    this.say('tlb_slot', `mm=0x${mm.ptr} va=${hex(va)} pfn=${hex(pfn)} nr=${nr} delay=${bit(delay)} pending=${pending}`);
  }

  ref(folio: Folio, delta: number, why: string): void {
    if (this.p.begins(2)) this.say('folio_ref', `pfn=${hex(folio.pfn)} delta=${delta} refs=${folio.refs} why=${why}`);
  }

  dirty(folio: Folio, set: boolean, why: string): void {
    if (this.p.begins(2)) this.say(set ? 'folio_dirty' : 'folio_clean', `pfn=${hex(folio.pfn)} why=${why}`);
  }

  writeback(folio: Folio, begin: boolean): void {
    if (this.p.begins(2)) this.say(begin ? 'writeback_begin' : 'writeback_end', `pfn=${hex(folio.pfn)}`);
  }

  swapcache(folio: Folio, entry: number, add: boolean): void {
    if (this.p.begins(2)) this.say('swapcache', `pfn=${hex(folio.pfn)} entry=${hex(entry)} add=${bit(add)}`);
  }

  youngTest(mm: Mm, va: number, pfn: number, young: boolean): void {
    if (this.p.begins(2)) this.say('young_test', `mm=0x${mm.ptr} va=${hex(va)} pfn=${hex(pfn)} young=${bit(young)}`);
  }

  folioCheck(folio: Folio, tested: number, referenced: boolean, verdict: string): void {
    if (!this.p.begins(2)) return;
    this.say('folio_check', `pfn=${hex(folio.pfn)} ref_ptes=${tested} referenced=${bit(referenced)} verdict=${verdict}`);
  }

  mapPage(mm: Mm, va: number, pfn: number, index: number, folio: Folio): void {
    if (!this.p.begins(2)) return;
    const file = `index=${hex(index)} size=${hex(folio.file?.pages ?? 0)}`;
    const state = `uptodate=${bit(folio.uptodate)} hwpoison=${bit(folio.hwpoison)}`;
    this.say('map_page', `mm=0x${mm.ptr} va=${hex(va)} pfn=${hex(pfn)} ${file} ${state}`);
  }

  dupRmap(mm: Mm, va: number, pfn: number, level: 'pte' | 'pmd'): void {
    if (this.p.begins(2)) this.say('rmap_dup', `mm=0x${mm.ptr} va=${hex(va)} pfn=${hex(pfn)} nr=1 level=${level}`);
  }

  mkwrite(mm: Mm, va: number, pfn: number): void {
    if (this.p.begins(2)) this.say('mkwrite', `mm=0x${mm.ptr} va=${hex(va)} pfn=${hex(pfn)}`);
  }

  exclusive(pfn: number, nr: number, set: boolean, why: string): void {
    if (this.p.begins(2)) this.say(set ? 'ae_set' : 'ae_clear', `pfn=${hex(pfn)} nr=${nr} why=${why}`);
  }

  wpSeq(mm: Mm): void {
    if (this.p.begins(2)) this.say('wp_seq', `mm=0x${mm.ptr} seq=${hex(mm.wpSeq)}`);
  }

  decide(mm: Mm, va: number, folio: Folio, sub: number, reuse: boolean): void {
    if (!this.p.begins(2)) return;
    const counts = `refs=${folio.refs} mapcount=${folio.mapped(sub)} swapcache=${bit(folio.swapEntry !== 0)}`;
    const result = `excl=${folio.exclusive[sub]} reuse=${bit(reuse)}`;
    this.say('wp_decide', `mm=0x${mm.ptr} va=${hex(va)} pfn=${hex(folio.pfn + sub)} ${counts} ${result}`);
  }

  pin(mm: Mm, va: number, pfn: number, flags: number, fast: { seq0: number; seq1: number; same: boolean } | null): void {
    if (!this.p.begins(2)) return;
    const how =
      fast === null
        ? 'fast=0 seq0=0x0 seq1=0x0 same=1'
        : `fast=1 seq0=${hex(fast.seq0)} seq1=${hex(fast.seq1)} same=${bit(fast.same)}`;
    this.say('gup_pin', `mm=0x${mm.ptr} va=${hex(va)} pfn=${hex(pfn)} nr=1 flags=${hex(flags)} ${how}`);
  }

  unpin(pfn: number, flags: number): void {
    if (this.p.begins(2)) this.say('gup_unpin', `pfn=${hex(pfn)} nr=1 flags=${hex(flags)}`);
  }

  mmSeq(mm: Mm, why: 'lock' | 'unlock' | 'downgrade'): void {
    if (this.p.begins(2)) this.say('mm_seq', `mm=0x${mm.ptr} seq=${hex(mm.seq)} why=${why}`);
  }

  vmaCount(step: CountStep, vma: Vma): void {
    if (this.p.begins(2)) this.say(`vma_${step}`, `vma=0x${vma.ptr} mm=0x${vma.mm?.ptr ?? '0'} refcnt=${hex(vma.refcnt)}`);
  }

  readFail(vma: Vma, mm: Mm, va: number, why: string): void {
    if (this.p.begins(2)) this.say('vma_read_fail', `vma=0x${vma.ptr} mm=0x${mm.ptr} address=${hex(va)} why=${why}`);
  }

  vmaSeq(vma: Vma): void {
    if (!this.p.begins(2)) return;
    this.say('vma_seq', `vma=0x${vma.ptr} mm=0x${vma.mm?.ptr ?? '0'} seq=${hex(vma.lockSeq)} refcnt=${hex(vma.refcnt)}`);
  }

  vmaChange(vma: Vma, field: 'vm_start' | 'vm_end' | 'vm_pgoff' | 'vm_flags', old: number, now: number, rmap: boolean): void {
    if (!this.p.begins(2)) return;
    const change = `field=${field} old=${hex(old)} new=${hex(now)} rmap=${bit(rmap)}`;
    this.say('vma_change', `vma=0x${vma.ptr} mm=0x${vma.mm?.ptr ?? '0'} ${change}`);
  }

  vmaRmap(vma: Vma): void {
    if (this.p.begins(2)) this.say('vma_rmap', `vma=0x${vma.ptr} mm=0x${vma.mm?.ptr ?? '0'} linked=${bit(vma.rmapLinked)}`);
  }
}
