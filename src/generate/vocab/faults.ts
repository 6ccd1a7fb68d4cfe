import type { Folio } from '../kernel/folio.ts';
import type { Mm } from '../kernel/mm.ts';
import { pagePtr } from '../kernel/slab.ts';
import type { Vma } from '../kernel/vma.ts';
import { Voice } from './voice.ts';

/** A struct vm_fault, as far as probes print it. */
export interface Vmf {
  readonly vma: Vma;
  readonly mm: Mm;
  /** Faulting address, and the same rounded down to its page. */
  readonly real: number;
  readonly va: number;
  /** FAULT_FLAG_*. */
  readonly flags: number;
  /** Pointer (16 digits) of the PMD entry. */
  readonly pmd: string;
  /** The entry as the fault found it, raw, without 0x. */
  readonly orig: string;
  readonly page: number | null;
}

const hex = (n: number): string => `0x${n.toString(16)}`;

/** Page faults: their functions from handle_mm_fault() down. */
export class FaultVoice extends Voice {
  user(va: number, error: number): void {
    if (this.p.begins(0)) this.p.line(`page_fault_user: address=${hex(va)} ip=0x401625 error_code=${hex(error)}`, true);
  }

  begin(vma: Vma, real: number, flags: number): void {
    const head = this.probe('handle_mm_fault');
    if (head !== null) this.p.line(`${head}${this.vma(vma)} address=${hex(real)} flags=${hex(flags)}`);
  }

  end(ret: number): void {
    this.say('handle_mm_fault__ret', `ret=${hex(ret)}`);
  }

  /** do_anonymous_page, do_wp_page, do_fault, do_swap_page, do_huge_pmd_anonymous_page, finish_fault. */
  step(name: string, vmf: Vmf): void {
    const head = this.probe(name);
    if (head !== null) this.p.line(head + this.vmf(vmf));
  }

  stepRet(name: string, ret: number): void {
    this.say(`${name}__ret`, `ret=${hex(ret)}`);
  }

  mapPages(vmf: Vmf, first: number, last: number): void {
    const head = this.probe('filemap_map_pages');
    if (head !== null) this.p.line(`${head}${this.vmf(vmf)} start_pgoff=${hex(first)} end_pgoff=${hex(last)}`);
  }

  mapPagesRet(ret: number): void {
    this.say('filemap_map_pages__ret', `ret=${hex(ret)}`);
  }

  /** The tracepoint of fault-around (6.12 and later): the window in bytes of the file. */
  window(inode: number, first: number, last: number): void {
    if (this.text === '6.1' || !this.p.begins(0)) return;
    this.p.line(`mm_filemap_map_pages: dev=254:0 ino=${inode.toString(16)} ofs=${first * 4096}-${last * 4096 + 4095}`);
  }

  /** The file's ->fault is asked for a page (6.12 and later). */
  fileFault(inode: number, index: number): void {
    if (this.text === '6.1' || !this.p.begins(0)) return;
    this.p.line(`mm_filemap_fault: dev=254:0 ino=${inode.toString(16)} ofs=${index * 4096}`);
  }

  setPte(vmf: Vmf, folio: Folio, sub: number, nr: number, va: number): void {
    if (this.text === '6.1') {
      const head = this.probe('do_set_pte');
      if (head !== null) this.p.line(`${head}${this.vmf(vmf)} ${this.page(folio, sub)} addr=${hex(va)}`);
      return;
    }
    const head = this.probe('set_pte_range');
    if (head === null) return;
    this.p.line(`${head}${this.vmf(vmf)} ${this.folio(folio)} ${this.page(folio, sub)} nr=${hex(nr)} addr=${hex(va)}`);
  }

  mapAnon(folio: Folio, vma: Vma, va: number, ptep: string): void {
    const head = this.probe('map_anon_folio_pte_nopf');
    if (head === null) return;
    this.p.line(`${head}${this.folio(folio)} pte=0x${ptep} pte_v=0x0 ${this.vma(vma)} addr=${hex(va)} uffd_wp=0x0`);
  }

  accessFlags(vma: Vma, va: number, ptep: string, old: string, entry: string): void {
    const head = this.probe('ptep_set_access_flags');
    if (head === null) return;
    this.p.line(`${head}${this.vma(vma)} address=${hex(va)} ptep=0x${ptep} ptep_v=0x${old} entry=0x${entry} dirty=0x1`);
  }

  private vmf(vmf: Vmf): string {
    const v = vmf.vma;
    const at = `${this.p.task?.stack ?? 'ffffc90000443'}dc8`;
    return (
      `vmf=0x${at} vmf_vma=0x${v.ptr} vmf_mm=0x${vmf.mm.ptr} vmf_vs=${hex(v.start)} vmf_ve=${hex(v.end)} ` +
      `vmf_pgoff=${hex(v.indexOf(vmf.va))} vmf_address=${hex(vmf.va)} vmf_real_address=${hex(vmf.real)} ` +
      `vmf_flags=${hex(vmf.flags)} vmf_pmd=0x${vmf.pmd} vmf_orig_pte=0x${vmf.orig} vmf_page=0x${vmf.page === null ? '0' : pagePtr(vmf.page)}`
    );
  }
}
