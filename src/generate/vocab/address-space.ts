import type { Mm } from '../kernel/mm.ts';
import type { Vma } from '../kernel/vma.ts';
import { Voice } from './voice.ts';

const hex = (n: number): string => `0x${n.toString(16)}`;

/** Births, changes and deaths of VMAs. */
export class AddressSpaceVoice extends Voice {
  alloc(mm: Mm): void {
    this.say('vm_area_alloc', `mm=0x${mm.ptr}`);
  }

  allocRet(vma: Vma): void {
    const head = this.probe('vm_area_alloc__ret');
    if (head !== null) this.p.line(head + this.vma(vma, 'ret'));
  }

  dup(orig: Vma): void {
    const head = this.probe('vm_area_dup');
    if (head !== null) this.p.line(head + this.vma(orig, 'orig'));
  }

  dupRet(vma: Vma): void {
    const head = this.probe('vm_area_dup__ret');
    if (head !== null) this.p.line(head + this.vma(vma, 'ret'));
  }

  remove(vma: Vma): void {
    const head = this.probe('remove_vma');
    if (head !== null) this.p.line(head + this.vma(vma) + (this.text === '6.12' ? ' unreachable=0x1' : ''));
  }

  free(vma: Vma): void {
    const head = this.probe('vm_area_free');
    if (head !== null) this.p.line(head + this.vma(vma));
  }

  mapped(vma: Vma): void {
    const head = this.probe('perf_event_mmap');
    if (head !== null) this.p.line(head + this.vma(vma));
  }

  /** The maple tree of the mm got a VMA over its range. `how` is the store function that newer kernels name. */
  stored(vma: Vma, how: string): void {
    if (!this.p.begins(0) || vma.mm === null) return;
    const last = vma.end - 1;
    if (this.text === '6.1') {
      this.p.line(`vma_store: mt_mod ${vma.mm.ptr}, (${vma.ptr}), STORE, ${vma.start}, ${last},`);
    } else {
      const node = `ffff8880302f${vma.mm.ptr.slice(-4, -2)}0c`;
      this.p.line(`ma_write: ${how}\tNode ${node} (0 18446744073709551615) range:${vma.start}-${last} piv (0) val ${vma.ptr}`);
    }
  }

  /** 6.1: a range of the tree was emptied. */
  erased(mm: Mm, start: number, end: number): void {
    if (this.text !== '6.1' || !this.p.begins(0)) return;
    this.p.line(`vma_mas_szero: mt_mod ${mm.ptr}, (NULL), SNULL, ${start}, ${end - 1},`);
  }

  split(vma: Vma, addr: number, newBelow: boolean): void {
    const head = this.probe('__split_vma');
    if (head === null || vma.mm === null) return;
    const iter = this.text === '6.1' ? `mm=0x${vma.mm.ptr}` : this.iter(vma.mm, vma.start, vma.end);
    this.p.line(`${head}${iter} ${this.vma(vma)} addr=${hex(addr)} new_below=${newBelow ? '0x1' : '0x0'}`);
  }

  splitRet(): void {
    this.say('__split_vma__ret', 'ret=0x0');
  }

  prepare(vma: Vma, insert: Vma): void {
    const head = this.probe('vma_prepare');
    if (head !== null) this.p.line(head + this.prep(vma, insert));
  }

  complete(vma: Vma, insert: Vma): void {
    const head = this.probe('vma_complete');
    if (head === null || vma.mm === null) return;
    this.p.line(`${head}${this.prep(vma, insert)} ${this.iter(vma.mm, insert.start, insert.end)} mm=0x${vma.mm.ptr}`);
  }

  protectFixup(vma: Vma, start: number, end: number, flags: number): void {
    const head = this.probe('mprotect_fixup');
    if (head === null || vma.mm === null) return;
    const iter = this.text === '6.1' ? '' : `${this.iter(vma.mm, vma.start, vma.end)} `;
    this.p.line(
      `${head}${iter}${this.gather(vma.mm)} ${this.vma(vma)} pprev=0x${this.onStack(0x9e8)} start=${hex(start)} ` +
        `end=${hex(end)} newflags=${hex(flags)}`,
    );
  }

  protectFixupRet(): void {
    this.say('mprotect_fixup__ret', 'ret=0x0');
  }

  changeProtection(vma: Vma, start: number, end: number): void {
    const head = this.probe('change_protection');
    if (head === null || vma.mm === null) return;
    const range = `start=${hex(start)} end=${hex(end)}`;
    const prot = this.text === '6.1' ? ' newprot=0x8000000000000025' : '';
    this.p.line(`${head}${this.gather(vma.mm)} ${this.vma(vma)} ${range}${prot} cp_flags=0x0`);
  }

  changeProtectionRet(pages: number): void {
    this.say('change_protection__ret', `ret=${hex(pages)}`);
  }

  munmap(vma: Vma, start: number, end: number): void {
    const name = this.text === '6.1' ? 'do_mas_align_munmap' : 'do_vmi_align_munmap';
    const head = this.probe(name);
    if (head === null || vma.mm === null) return;
    const range = `mm=0x${vma.mm.ptr} start=${hex(start)} end=${hex(end)}`;
    if (this.text === '6.1') {
      const mas = `mas=0x${this.onStack(0xe08)} mas_tree=0x${vma.mm.ptr} mas_index=${hex(start)} mas_last=${hex(end - 1)} mas_node=0x0`;
      this.p.line(`${head}${mas} ${this.vma(vma)} ${range} downgrade=0x1`);
    } else {
      this.p.line(`${head}${this.iter(vma.mm, vma.start, vma.end)} ${this.vma(vma)} ${range} unlock=0x1`);
    }
  }

  munmapRet(): void {
    this.say(this.text === '6.1' ? 'do_mas_align_munmap__ret' : 'do_vmi_align_munmap__ret', 'ret=0x0');
  }

  /** A structure of the running call, on its kernel stack. */
  private onStack(offset: number): string {
    return (this.p.task?.stack ?? 'ffffc90000443') + offset.toString(16).padStart(3, '0');
  }

  private iter(mm: Mm, start: number, end: number): string {
    const tree = mm.ptr.slice(0, -2) + (Number.parseInt(mm.ptr.slice(-2), 16) + 0x40).toString(16).padStart(2, '0');
    return `vmi=0x${this.onStack(0x9f0)} vmi_mas_tree=0x${tree} vmi_mas_index=${hex(start)} vmi_mas_last=${hex(end - 1)}`;
  }

  private gather(mm: Mm): string {
    const at = this.onStack(0xa50);
    return `tlb=0x${at} tlb_mm=0x${mm.ptr} tlb_start=0x7ffffffff000 tlb_end=0x0 tlb_fullmm=0x0`;
  }

  private prep(vma: Vma, insert: Vma): string {
    const part = (name: string, v: Vma | null): string =>
      v === null
        ? `${name}=0x0 ${name}_s=0x0 ${name}_e=0x0 ${name}_mm=0x0`
        : `${name}=0x${v.ptr} ${name}_s=${hex(v.start)} ${name}_e=${hex(v.end)} ${name}_mm=0x${v.mm?.ptr ?? '0'}`;
    const file = vma.file;
    return [
      `vp=0x${this.onStack(0x760)}`,
      part('vp_vma', vma),
      part('vp_adj_next', null),
      `vp_file=0x${file?.ptr ?? '0'} vp_mapping=0x${file?.mapping ?? '0'} vp_anon_vma=0x${vma.anonVma}`,
      part('vp_insert', insert),
      part('vp_remove', null),
      part('vp_remove2', null),
    ].join(' ');
  }
}
