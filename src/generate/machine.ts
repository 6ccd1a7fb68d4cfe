import { assert } from '../base/errors.ts';
import type { Bug, Guard } from './guards.ts';
import { MappedFile } from './kernel/file.ts';
import type { Folio } from './kernel/folio.ts';
import { Mm } from './kernel/mm.ts';
import type { PteTable } from './kernel/page-table.ts';
import { PageAllocator } from './kernel/pages.ts';
import { Slab } from './kernel/slab.ts';
import { SwapSpace } from './kernel/swap.ts';
import { CpuTlbs } from './kernel/tlb.ts';
import { Vma } from './kernel/vma.ts';
import type { Printer } from './print.ts';
import { Prng } from './prng.ts';
import type { Profile } from './profile.ts';
import { Task } from './task.ts';
import { Voices } from './vocab/voices.ts';

/** What a run is made from. */
export interface MachineOptions {
  readonly seed: number;
  readonly cpus: number;
  readonly tasks: number;
  readonly profile: Profile;
  readonly printer: Printer;
  readonly bug: Bug | null;
  /** A guard that the scenario is about not having. */
  readonly lacks: Guard | null;
  /** 2 MiB blocks of memory. */
  readonly blocks: number;
  /** Zaps may drop the page-table lock midway to let others run. */
  readonly reschedules: boolean;
  /** Takes the files of a snapshot; null when nobody wants the truth. */
  readonly truth: ((name: string, text: string) => void) | null;
}

/** A page that get_user_pages() gave to somebody. */
export interface Pin {
  readonly folio: Folio;
  readonly sub: number;
  readonly mm: Mm;
  readonly va: number;
  readonly flags: number;
  /** FOLL_PIN; else a plain reference (FOLL_GET). */
  readonly pinned: boolean;
}

/** A rule may be stated before the event that shows the step is printed: so many come of one step at most. */
const eventsOfStep = 16;

/** The simulated computer: memory, tasks, and the choices of its kernel. */
export class Machine {
  readonly prng: Prng;
  readonly profile: Profile;
  readonly p: Printer;
  readonly say: Voices;
  readonly memory: PageAllocator;
  readonly tlbs: CpuTlbs;
  readonly swap = new SwapSpace();
  readonly tasks: Task[] = [];
  readonly mms = new Set<Mm>();
  readonly files: MappedFile[] = [];
  /** Folios reclaim, migration and KSM may take, in the order they came. */
  readonly lru = new Set<Folio>();
  /** References taken by address (GUP) that are not yet dropped. */
  readonly pins: Pin[] = [];
  /** Table pages that wait for a grace period. */
  readonly dying: PteTable[] = [];
  /** A story makes the next zap let go of the page-table lock when it comes to this address. */
  breakZapAt: number | null = null;
  /** Files whose size is being changed (inode lock), and the sizes they began with. */
  readonly resizing = new Set<MappedFile>();
  readonly sizes = new Map<MappedFile, number>();
  /** Wanted by the watcher: tasks stop between operations. */
  freeze = false;
  /** The task that starts the others and takes the snapshots. */
  watcher: Task | null = null;
  /** Label of the snapshot that a program asked for. */
  wanted: string | null = null;
  readonly options: MachineOptions;
  /** The rules that the run broke, by id: how many events were printed when it did so first. */
  private readonly brokenAt = new Map<string, number>();
  staleBorn = 0;
  private readonly mmSlab = new Slab(0x4478000, 0x700);
  private readonly taskSlab = new Slab(0x5d3a300, 0x2e00);
  private readonly avSlab = new Slab(0x6258000, 0x60);
  private readonly fileSlab = new Slab(0x55fec00, 0xc0);
  private readonly vmaPtrs = new Slab(0x624b000, 0xc0);
  private readonly freeVmas: Vma[] = [];
  private readonly retired: Vma[] = [];
  private lookups = 0;
  private nextTid = 3907;
  private nextInode = 0x6ed;
  private readonly ids = new Map<string, number>();

  constructor(options: MachineOptions) {
    this.options = options;
    this.prng = new Prng(options.seed);
    this.profile = options.profile;
    this.p = options.printer;
    this.say = new Voices(options.printer, options.profile.text);
    this.memory = new PageAllocator(8, options.blocks);
    this.tlbs = new CpuTlbs(options.cpus);
  }

  /** The running task. */
  get current(): Task {
    assert(this.p.task !== null, 'a step outside of any task');
    return this.p.task;
  }

  /** False where the planted bug removed this guard. */
  holds(guard: Guard): boolean {
    return this.options.bug?.removes !== guard && this.options.lacks !== guard;
  }

  /** States a rule of the model. Without a bug a broken rule is a bug of the simulation. */
  check(rule: string, holds: boolean): void {
    if (holds) return;
    if (this.options.bug === null && this.options.lacks === null && this.profile.ptReclaim !== 'R3bug') {
      throw new Error(`mmfold bug: the simulated kernel broke ${rule} at event ${this.p.events}`);
    }
    if (!this.p.full && !this.brokenAt.has(rule)) this.brokenAt.set(rule, this.p.events);
  }

  /** Ids of the rules that the run broke, but for those it broke so late that the trace ends before it shows. */
  get broken(): readonly string[] {
    const { events, full } = this.p;
    const shown = full ? events - eventsOfStep : events;
    return [...this.brokenAt]
      .filter(([, at]) => at <= shown)
      .map(([rule]) => rule)
      .sort();
  }

  /** Whether a pin of the folio was taken through this mm at this address. */
  pinnedThrough(folio: Folio, mm: Mm, va: number): boolean {
    return this.pins.some((pin) => pin.folio === folio && pin.mm === mm && pin.va === va && pin.pinned);
  }

  newMm(): Mm {
    const ptr = this.mmSlab.take();
    let id = this.ids.get(ptr);
    if (id === undefined) {
      id = this.prng.next();
      this.ids.set(ptr, id);
    }
    const mm = new Mm(ptr, id);
    this.mms.add(mm);
    return mm;
  }

  freeMm(mm: Mm): void {
    this.mms.delete(mm);
    this.mmSlab.give(mm.ptr);
  }

  newVma(): Vma {
    return this.freeVmas.pop() ?? new Vma(this.vmaPtrs.take());
  }

  /** The memory of a VMA may be used again: at once, or with the rw_semaphore after a grace period. */
  freeVma(vma: Vma): void {
    if (this.profile.vmaLock === 'rwsem') this.retired.push(vma);
    else this.freeVmas.push(vma);
    this.countLookup(0);
  }

  /** A lookup under RCU begins (1) or ends (-1). */
  countLookup(delta: number): void {
    this.lookups += delta;
    if (this.lookups === 0) this.freeVmas.push(...this.retired.splice(0));
  }

  newAnonVma(): string {
    return this.avSlab.take();
  }

  newTask(comm: string, tgid: number | null): Task {
    const tid = this.nextTid++;
    const stack = `ffffc90000${(0x443 + this.tasks.length * 8).toString(16).padStart(3, '0')}`;
    const task = new Task(comm, tid, tgid ?? tid, this.taskSlab.take(), stack);
    this.tasks.push(task);
    return task;
  }

  newFile(name: string, pages: number, shape: { shmem?: boolean; order?: number } = {}): MappedFile {
    const file = new MappedFile(
      name,
      this.nextInode++,
      pages,
      shape.shmem ?? false,
      this.fileSlab.take(),
      this.fileSlab.take(),
      shape.order ?? 0,
    );
    this.files.push(file);
    return file;
  }
}
