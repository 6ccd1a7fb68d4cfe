import { Machine, type Process, pointer } from './machine.ts';

const piece = 1 << 20;
const longestLine = 512;

const flags = ['.....', 'd..1.', 'd..2.', '...1.', 'd..3.', '.....'];
const faultGfp = [
  'GFP_HIGHUSER_MOVABLE|__GFP_ZERO',
  'GFP_HIGHUSER_MOVABLE|__GFP_ZERO',
  'GFP_HIGHUSER_MOVABLE',
  'GFP_KERNEL_ACCOUNT|__GFP_ZERO',
  'GFP_TRANSHUGE_LIGHT',
];
const caches = [
  'anon_vma',
  'vm_area_struct',
  'filp',
  'dentry',
  'ext4_inode_cache',
  'anon_vma_chain',
  'maple_node',
  'radix_tree_node',
];
const counters = ['MM_FILEPAGES', 'MM_ANONPAGES', 'MM_SWAPENTS', 'MM_SHMEMPAGES'];

/**
 * Text of a busy host as its ftrace would print it: faults of anonymous pages, unmapping, slab and page cache, thirteen
 * kinds of events, about 130 bytes a line. The same seed gives the same bytes.
 */
export class GeneratedTrace {
  /** Lines so far. */
  lines = 0;
  private readonly machine: Machine;
  private readonly buffer = Buffer.alloc(piece + longestLine);
  private at = 0;
  private microseconds = 345_678;
  private seconds = 102;
  private head = '';
  private process: Process;

  constructor(seed = 1) {
    this.machine = new Machine(seed);
    this.process = this.machine.processes[0];
  }

  /** Gives the text of `lines` lines piece by piece; a piece is to be used before the next. */
  *pieces(lines: number): Generator<Buffer> {
    const end = this.lines + lines;
    while (this.lines < end) {
      this.act();
      if (this.at < piece / 2 && this.lines < end) continue;
      const surplus = this.lines - end;
      yield this.buffer.subarray(0, surplus > 0 ? this.endOf(surplus) : this.at);
      this.at = 0;
    }
  }

  /** Where the text ends without its last `surplus` lines. */
  private endOf(surplus: number): number {
    let end = this.at;
    for (let k = 0; k < surplus; k++) end = this.buffer.lastIndexOf(10, end - 2) + 1;
    this.lines -= surplus;
    return end;
  }

  /** Lets one process do one thing: a burst of faults, or of freeing, or a single event. */
  private act(): void {
    const { random, processes } = this.machine;
    this.process = processes[random.chance(1, 3) ? random.below(processes.length) : random.below(6)];
    this.head = `${this.process.columns} [00${random.below(8)}] `;
    const what = random.below(100);
    if (what < 52) this.faults(1 + random.below(8));
    else if (what < 72) this.zap(1 + random.below(16));
    else if (what < 84) this.slab();
    else if (what < 92) this.activate();
    else this.addToCache();
  }

  private faults(count: number): void {
    const { machine, process } = this;
    const { random } = machine;
    for (let k = 0; k < count; k++) {
      const pfn = machine.map(process);
      if (pfn === null) return;
      const address = process.base + random.below(1 << 20) * 4096 + random.below(512) * 8;
      const ip = 0x400000 + random.below(0xfffff);
      this.line(
        `page_fault_user: address=0x${address.toString(16)} ip=0x${ip.toString(16)} error_code=0x${random.chance(3, 4) ? 6 : 4}`,
      );
      const locked = random.chance(1, 4);
      const lock = `mm=${process.mm} memcg_path=/user.slice/user-1000.slice write=false`;
      if (locked) {
        this.line(`mmap_lock_start_locking: ${lock}`);
        this.line(`mmap_lock_acquire_returned: ${lock} success=true`);
      }
      const page = `page=${pointer('ffffea00', pfn * 64)} pfn=0x${pfn.toString(16)}`;
      this.line(`mm_page_alloc: ${page} order=0 migratetype=1 gfp_flags=${random.pick(faultGfp)}`);
      if (random.chance(1, 2)) this.line(`mm_lru_insertion: ${page} lru=1 flags=MaS`);
      if (random.chance(1, 2)) this.line(`rss_stat: mm_id=${process.mmId} curr=1 type=MM_ANONPAGES size=${process.anonBytes}B`);
      if (locked) this.line(`mmap_lock_released: ${lock}`);
    }
  }

  private zap(count: number): void {
    const { machine, process } = this;
    const { random } = machine;
    const lock = `mm=${process.mm} memcg_path=/ write=true`;
    this.line(`mmap_lock_start_locking: ${lock}`);
    this.line(`mmap_lock_acquire_returned: ${lock} success=true`);
    for (let k = 0; k < count && process.pages > 64; k++) {
      const pfn = machine.unmap(process);
      const name = random.chance(1, 2) ? 'mm_page_free_batched' : 'mm_page_free';
      this.line(`${name}: page=${pointer('ffffea00', pfn * 64)} pfn=0x${pfn.toString(16)} order=0`);
    }
    const counter = random.below(counters.length);
    const size = counter === 1 ? process.anonBytes : 0;
    this.line(`rss_stat: mm_id=${process.mmId} curr=${random.below(2)} type=${counters[counter]} size=${size}B`);
    this.line(`mmap_lock_released: ${lock}`);
  }

  private slab(): void {
    const { random } = this.machine;
    const kind = random.below(caches.length);
    const ptr = pointer('ffff8881', random.below(1 << 20) * 1024);
    const bytes = 64 + kind * 24;
    this.line(
      `kmem_cache_alloc: call_site=__alloc_object+0x${random.below(0x1f0).toString(16)}/0x1f0 ptr=${ptr} name=${caches[kind]} bytes_req=${bytes} bytes_alloc=${bytes} gfp_flags=GFP_KERNEL|__GFP_ZERO node=-1 accounted=true`,
    );
    if (random.chance(1, 2)) this.line(`kmem_cache_free: call_site=__vm_area_free+0x1b/0x30 ptr=${ptr} name=${caches[kind]}`);
  }

  private activate(): void {
    const { machine, process } = this;
    if (process.pages === 0) return;
    const pfn = process.frames[machine.random.below(process.pages)];
    this.line(`mm_lru_activate: page=${pointer('ffffea00', pfn * 64)} pfn=0x${pfn.toString(16)}`);
  }

  private addToCache(): void {
    const { random } = this.machine;
    const pfn = 0x500000 + random.below(0xfffff);
    const inode = random.below(0xfffff).toString(16);
    this.line(
      `mm_filemap_add_to_page_cache: dev 259:2 ino ${inode} pfn=0x${pfn.toString(16)} ofs=${random.below(0xffff) * 4096} order=0`,
    );
  }

  private line(text: string): void {
    const { random } = this.machine;
    this.microseconds += random.below(4);
    if (this.microseconds >= 1_000_000) {
      this.microseconds -= 1_000_000;
      this.seconds++;
    }
    const time = `${String(this.seconds).padStart(5)}.${String(this.microseconds).padStart(6, '0')}`;
    this.at += this.buffer.write(`${this.head}${random.pick(flags)} ${time}: ${text}\n`, this.at, 'latin1');
    this.lines++;
  }
}
