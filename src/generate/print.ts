import { Prng } from './prng.ts';
import type { Task } from './task.ts';

/** Which events are printed: tracepoints; and probes; and the mmstep_ events. */
export type Vocabulary = 'stock' | 'probes' | 'full';

const levels: Readonly<Record<Vocabulary, number>> = { stock: 0, probes: 1, full: 2 };

/** One second of the trace clock, in its microseconds. */
const second = 1_000_000;

/** What the tracer writes above the events. */
const headerLines = [
  '# tracer: nop',
  '#',
  '#',
  '#                                          _-----=> irqs-off/BH-disabled',
  '#                                         / _----=> need-resched',
  '#                                        | / _---=> hardirq/softirq',
  '#                                        || / _--=> preempt-depth',
  '#                                        ||| / _-=> migrate-disable',
  '#                                        |||| /     delay',
  '#           TASK-PID       TGID    CPU#  |||||  TIMESTAMP  FUNCTION',
  '#              | |           |       |   |||||     |         |',
];

/**
 * Prints events as the tracefs file `trace` shows them. The clock moves with every event, printed or not, so that a
 * run is the same run under every vocabulary.
 */
export class Printer {
  /** Who runs; set by the scheduler before each step. */
  task: Task | null = null;
  /** Events printed so far. */
  events = 0;
  readonly level: number;
  private readonly clock: Prng;
  private now = 59 * second + 94_715;
  private lastCpu = -1;
  private lines: string[] = [headerLines.join('\n')];
  private readonly limit: number;

  constructor(vocabulary: Vocabulary, seed: number, limit: number) {
    this.limit = limit;
    this.level = levels[vocabulary];
    this.clock = new Prng(seed ^ 0x5bd1e995);
  }

  /** True once as many events are printed as were asked for. */
  get full(): boolean {
    return this.events >= this.limit;
  }

  /** Events begun so far, printed or not: the same under every vocabulary. */
  begun = 0;

  /** Begins an event of a level (0 tracepoint, 1 probe, 2 step) and tells whether it is to be printed. */
  begins(level: number): boolean {
    const cpu = this.task?.cpu ?? 0;
    this.now += cpu === this.lastCpu ? 1 + this.clock.below(3) : 2 + this.clock.below(3);
    this.lastCpu = cpu;
    this.begun++;
    return level <= this.level && this.events < this.limit;
  }

  /** Prints the event that has begun; `irqs` is true where it is printed with interrupts off. */
  line(body: string, irqs = false): void {
    const task = this.task;
    if (task === null) throw new Error('mmfold bug: an event outside of any task');
    const depth = task.spins;
    const flags = `${irqs ? 'd' : '.'}..${depth > 0 ? depth : '.'}.`;
    const whole = Math.floor(this.now / second);
    const time = `${whole}.${String(this.now - whole * second).padStart(6, '0')}`;
    this.lines.push(`${task.prefix}[${String(task.cpu).padStart(3, '0')}] ${flags} ${time.padStart(12)}: ${body}`);
    this.events++;
  }

  /** The text printed since the last call. */
  take(): string {
    if (this.lines.length === 0) return '';
    const text = `${this.lines.join('\n')}\n`;
    this.lines = [];
    return text;
  }

  /** True when enough text waits to be worth a chunk. */
  get waiting(): boolean {
    return this.lines.length >= 512;
  }
}
