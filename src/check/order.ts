import type { Fact } from '../facts/index.ts';
import type { Now } from '../models/protocol/protocol.ts';
import type { Finding } from './case.ts';

/** How many facts are remembered; more do not fall into one clock tick. */
const MEMORY = 64;

/** A finding that a later event may still put in doubt. */
interface Waiting {
  readonly finding: Finding;
  readonly ts: number;
  readonly cpu: number;
  doubt(): void;
}

/**
 * Which events have an order. Clocks of CPUs agree only to within the skew: two events of different CPUs that are closer
 * may have happened the other way round, and a finding that an event of another CPU touches in that time is only possible.
 */
export class Order {
  private readonly skew: number;
  private readonly ts = new Float64Array(MEMORY);
  private readonly cpu = new Int32Array(MEMORY);
  private readonly facts: (Fact | null)[] = new Array<Fact | null>(MEMORY).fill(null);
  private next = 0;
  private waiting: Waiting[] = [];

  constructor(skew: number) {
    this.skew = skew;
  }

  /** A fact was folded. */
  saw(now: Now, fact: Fact): void {
    if (this.skew <= 0) return;
    const at = this.next;
    this.ts[at] = now.ts;
    this.cpu[at] = now.cpu;
    this.facts[at] = fact;
    this.next = (at + 1) % MEMORY;
    if (this.waiting.length > 0) this.revise(now, fact);
  }

  /** Did an event of another CPU touch the same objects so shortly before that it may have come after? */
  unsure(now: Now, finding: Finding): boolean {
    if (this.skew <= 0) return false;
    for (let back = 1; back <= MEMORY; back++) {
      const at = (this.next - back + MEMORY) % MEMORY;
      const fact = this.facts[at];
      if (!fact || now.ts - this.ts[at] >= this.skew) return false;
      if (this.cpu[at] !== now.cpu && touches(fact, finding)) return true;
    }
    return false;
  }

  /** Calls `doubt` when an event of another CPU that follows within the skew touches the same objects. */
  watch(now: Now, finding: Finding, doubt: () => void): void {
    if (this.skew > 0) this.waiting.push({ finding, ts: now.ts, cpu: now.cpu, doubt });
  }

  private revise(now: Now, fact: Fact): void {
    this.waiting = this.waiting.filter((each) => {
      if (now.ts - each.ts >= this.skew) return false;
      if (now.cpu === each.cpu || !touches(fact, each.finding)) return true;
      each.doubt();
      return false;
    });
  }
}

function touches(fact: Fact, finding: Finding): boolean {
  const told = fact as Readonly<Record<string, number | string>>;
  return (
    (finding.mm !== undefined && told.mm === finding.mm) ||
    (finding.vma !== undefined && told.vma === finding.vma) ||
    (finding.pfn !== undefined && told.pfn === finding.pfn) ||
    (finding.table !== undefined && told.table === finding.table)
  );
}
