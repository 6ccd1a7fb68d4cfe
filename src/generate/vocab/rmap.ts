import type { Folio } from '../kernel/folio.ts';
import type { Vma } from '../kernel/vma.ts';
import { Voice } from './voice.ts';

const hex = (n: number): string => `0x${n.toString(16)}`;

/** Mappings of pages counted and uncounted. */
export class RmapVoice extends Voice {
  newAnon(folio: Folio, vma: Vma, va: number): void {
    const old = this.text === '6.1';
    const head = this.probe(old ? 'page_add_new_anon_rmap' : 'folio_add_new_anon_rmap');
    if (head === null) return;
    const what = old ? this.page(folio, 0) : this.folio(folio);
    this.p.line(`${head}${what} ${this.vma(vma)} address=${hex(va)}${old ? '' : ' flags=0x1'}`);
  }

  addAnon(folio: Folio, sub: number, nr: number, vma: Vma, va: number, exclusive: boolean): void {
    const flags = `flags=${exclusive ? '0x1' : '0x0'}`;
    if (this.text === '6.1') {
      const head = this.probe('page_add_anon_rmap');
      if (head !== null) this.p.line(`${head}${this.page(folio, sub)} ${this.vma(vma)} address=${hex(va)} ${flags}`);
      return;
    }
    const head = this.probe('folio_add_anon_rmap_ptes');
    if (head === null) return;
    const pages = `${this.folio(folio)} ${this.page(folio, sub)} nr_pages=${hex(nr)}`;
    this.p.line(`${head}${pages} ${this.vma(vma)} address=${hex(va)} ${flags}`);
  }

  addFile(folio: Folio, sub: number, nr: number, vma: Vma): void {
    if (this.text === '6.1') {
      for (let i = 0; i < nr; i++) {
        const head = this.probe('page_add_file_rmap');
        if (head !== null) this.p.line(`${head}${this.page(folio, sub + i)} ${this.vma(vma)} compound=0x0`);
      }
      return;
    }
    const head = this.probe('folio_add_file_rmap_ptes');
    if (head !== null) this.p.line(`${head}${this.folio(folio)} ${this.page(folio, sub)} nr_pages=${hex(nr)} ${this.vma(vma)}`);
  }

  remove(folio: Folio, sub: number, nr: number, vma: Vma): void {
    if (this.text === '6.1') {
      for (let i = 0; i < nr; i++) {
        const head = this.probe('page_remove_rmap');
        if (head !== null) this.p.line(`${head}${this.page(folio, sub + i)} ${this.vma(vma)} compound=0x0`);
      }
      return;
    }
    const head = this.probe('folio_remove_rmap_ptes');
    if (head !== null) this.p.line(`${head}${this.folio(folio)} ${this.page(folio, sub)} nr_pages=${hex(nr)} ${this.vma(vma)}`);
  }

  removeHuge(folio: Folio, vma: Vma): void {
    const old = this.text === '6.1';
    const head = this.probe(old ? 'page_remove_rmap' : 'folio_remove_rmap_pmd');
    if (head === null) return;
    if (old) this.p.line(`${head}${this.page(folio, 0)} ${this.vma(vma)} compound=0x1`);
    else this.p.line(`${head}${this.folio(folio)} ${this.page(folio, 0)} ${this.vma(vma)}`);
  }

  /** A page whose other owners left becomes this mapping's own. */
  move(folio: Folio, sub: number, vma: Vma): void {
    const old = this.text === '6.1';
    const head = this.probe(old ? 'page_move_anon_rmap' : 'folio_move_anon_rmap');
    if (head !== null) this.p.line(`${head}${old ? this.page(folio, sub) : this.folio(folio)} ${this.vma(vma)}`);
  }
}
