import type { Folio } from '../kernel/folio.ts';
import { pagePtr } from '../kernel/slab.ts';
import type { Vma } from '../kernel/vma.ts';
import type { Printer } from '../print.ts';
import { sites61 } from './sites-6-1.ts';
import { sites612 } from './sites-6-12.ts';
import { sites72 } from './sites-7-2.ts';

/** The kernel whose layouts are printed. */
export type TextKernel = '6.1' | '6.12' | '7.2';

const sites: Readonly<Record<TextKernel, Readonly<Record<string, string>>>> = {
  '6.1': sites61,
  '6.12': sites612,
  '7.2': sites72,
};

/** What all families of events share: where probes sit, and how a kernel prints its structures. */
export class Voice {
  private readonly sites: Readonly<Record<string, string>>;
  protected readonly p: Printer;
  readonly text: TextKernel;

  constructor(p: Printer, text: TextKernel) {
    this.p = p;
    this.text = text;
    this.sites = sites[text];
  }

  /** Begins a probe event; the text up to its arguments, or null where this kernel or vocabulary has it not. */
  protected probe(name: string): string | null {
    if (!this.p.begins(1)) return null;
    const site = this.sites[name];
    return site === undefined ? null : `${name}: (${site}) `;
  }

  /** Prints a probe whose arguments cost nothing to make. */
  protected say(name: string, args: string): void {
    const head = this.probe(name);
    if (head !== null) this.p.line((head + args).trimEnd());
  }

  /** `vma=.. vma_mm=.. ..` with the lock's fields where this kernel has them; another prefix than `vma` on demand. */
  protected vma(vma: Vma, prefix = 'vma'): string {
    const text = this.text === '6.1' ? vma.printed : vma.printed + this.lockFields(vma);
    return prefix === 'vma' ? text : text.replaceAll('vma', prefix);
  }

  protected folio(folio: Folio, sub = 0): string {
    const one = folio.order > 0 ? 0xfffffc0000200 + folio.order : 0xfffffc0000000;
    return (
      `folio=0x${pagePtr(folio.pfn)} folio_fl=0x${folio.flags(this.text, sub).toString(16)} folio_f1=0x${one.toString(16)} ` +
      `folio_index=0x${folio.index.toString(16)} folio_mapping=0x${mappingOf(folio)} folio_ref=${folio.refs}`
    );
  }

  protected page(folio: Folio, sub: number, prefix = 'page'): string {
    const ptr = pagePtr(folio.pfn + sub);
    const tail = this.text === '6.1' ? ` ${prefix}_hindex=0x0` : '';
    return (
      `${prefix}=0x${ptr} ${prefix}_fl=0x${folio.flags(this.text, sub).toString(16)} ` +
      `${prefix}_index=0x${(folio.index + sub).toString(16)} ${prefix}_w1=0x${folio.lru ? pagePtr(folio.pfn + 8) : '0'}${tail}`
    );
  }

  private lockFields(vma: Vma): string {
    const seq = ` vma_lseq=0x${vma.lockSeq.toString(16)}`;
    return this.text === '6.12' ? seq : `${seq} vma_refc=0x${vma.refcnt.toString(16)}`;
  }
}

/** page->mapping: the address_space, or the anon_vma with its low bit set, or with both for KSM. */
function mappingOf(folio: Folio): string {
  if (folio.file !== null) return folio.file.mapping;
  if (folio.anonVma === '0') return '0';
  const low = folio.kind === 'ksm' ? 3 : 1;
  const last = Number.parseInt(folio.anonVma.slice(-1), 16) + low;
  return folio.anonVma.slice(0, -1) + last.toString(16);
}
