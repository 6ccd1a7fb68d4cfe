import type { Mm } from '../kernel/mm.ts';
import type { Vma } from '../kernel/vma.ts';
import { Voice } from './voice.ts';

/** mmap_lock and the calls around the VMA lock. */
export class LockVoice extends Voice {
  private group(): string {
    return this.text === '7.2' ? 'memcg_id=1' : 'memcg_path=/';
  }

  request(mm: Mm, write: boolean): void {
    if (this.p.begins(0)) this.p.line(`mmap_lock_start_locking: mm=${mm.ptr} ${this.group()} write=${write}`);
  }

  acquired(mm: Mm, write: boolean, success: boolean): void {
    if (!this.p.begins(0)) return;
    this.p.line(`mmap_lock_acquire_returned: mm=${mm.ptr} ${this.group()} write=${write} success=${success}`);
  }

  released(mm: Mm, write: boolean): void {
    if (this.p.begins(0)) this.p.line(`mmap_lock_released: mm=${mm.ptr} ${this.group()} write=${write}`);
  }

  tryVma(mm: Mm, va: number): void {
    this.say('lock_vma_under_rcu', `mm=0x${mm.ptr} address=0x${va.toString(16)}`);
  }

  tryVmaRet(vma: Vma | null): void {
    const head = this.probe('lock_vma_under_rcu__ret');
    if (head === null) return;
    if (vma !== null) {
      this.p.line(head + this.vma(vma, 'ret'));
      return;
    }
    const lock = this.text === '6.12' ? ' ret_lseq=0x0' : ' ret_lseq=0x0 ret_refc=0x0';
    this.p.line(`${head}ret=0x0 ret_mm=0x0 ret_s=0x0 ret_e=0x0 ret_fl=0x0 ret_pgoff=0x0 ret_av=0x0 ret_file=0x0${lock}`);
  }

  startWrite(vma: Vma, mm: Mm): void {
    const head = this.probe('__vma_start_write');
    if (head !== null) this.p.line(`${head}${this.vma(vma)} state=0x2 mm_lseq=0x${mm.seq.toString(16)}`);
  }
}
