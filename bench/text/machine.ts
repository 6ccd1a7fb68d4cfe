import { Prng } from '#mmfold/generate/prng.js';

/** Page frames the machine can hand out, and how many are shuffled among each other: frames come almost in order, as from a buddy list. */
const frames = 1 << 22;
const shuffled = 1024;
const firstFrame = 0x10000;

/** Pages one process may have; beyond, it only frees. */
const mostPages = 1 << 18;

const comms = [
  'python3',
  'node',
  'postgres',
  'kswapd0',
  'chrome',
  'gcc',
  'cc1plus',
  'ld.lld',
  'systemd',
  'nginx',
  'redis-server',
  'java',
  'kworker/1:2',
  'bash',
  'make',
  'Web Content',
  'ninja',
  'rustc',
  'sshd',
  'dockerd',
  'containerd',
  'mysqld',
  'perf',
  'khugepaged',
];

/** A process with the page frames that it has mapped. */
export interface Process {
  /** The columns before `[cpu]`. */
  readonly columns: string;
  readonly mmId: number;
  readonly mm: string;
  readonly base: number;
  readonly frames: Uint32Array;
  pages: number;
  anonBytes: number;
}

/** Sixteen hex digits of a word in the kernel's half: `high` is its upper eight, `low` the rest. */
export function pointer(high: string, low: number): string {
  return high + low.toString(16).padStart(8, '0');
}

/** Whose pages the generated trace is about: processes, and the frames that are free. */
export class Machine {
  readonly random: Prng;
  readonly processes: readonly Process[];
  private readonly free = new Uint32Array(frames);
  private freeCount = frames;

  constructor(seed: number) {
    this.random = new Prng(seed);
    for (let i = 0; i < frames; i++) this.free[i] = firstFrame + i;
    for (let i = frames - 1; i > 0; i--) {
      const other = (i & ~(shuffled - 1)) + this.random.below(shuffled);
      [this.free[i], this.free[other]] = [this.free[other], this.free[i]];
    }
    this.processes = comms.map((comm, i) => this.process(comm, i));
  }

  /** Gives a free frame to a process; null when either has no room. */
  map(process: Process): number | null {
    if (this.freeCount === 0 || process.pages === mostPages) return null;
    const pfn = this.free[--this.freeCount];
    process.frames[process.pages++] = pfn;
    process.anonBytes += 4096;
    return pfn;
  }

  /** Takes one of its frames from a process. */
  unmap(process: Process): number {
    const i = this.random.below(process.pages);
    const pfn = process.frames[i];
    process.frames[i] = process.frames[--process.pages];
    process.anonBytes -= 4096;
    this.free[this.freeCount++] = pfn;
    return pfn;
  }

  private process(comm: string, i: number): Process {
    const pid = 300 + i * 97 + (i > 10 ? 4000 : 0);
    return {
      columns: `${comm.padStart(16)}-${String(pid).padEnd(7)}`,
      mmId: this.random.next(),
      mm: pointer('ffff8880', this.random.next() & ~63 & 0x7fffffff),
      base: 0x7f00_0000_0000 + this.random.below(0xffff) * 0x100_0000,
      frames: new Uint32Array(mostPages),
      pages: 0,
      anonBytes: 0,
    };
  }
}
