import type { Comparison, Difference, Pair } from './compare/define.ts';
import { comparisons } from './compare/index.ts';
import type { ReplayedMm, ReplayedState } from './replayed.ts';
import type { Snapshot } from './snapshot/snapshot.ts';
import { addTally, isExact, newTally, type Tally, wrongObserved } from './tally.ts';

/** Tallies by the name of the comparison; one that could not be made (no such file) is not there. */
export type Tallies = ReadonlyMap<string, Tally>;

/** The verdict on one process at one marker. */
export interface Verdict {
  readonly marker: number;
  readonly label: string;
  readonly pid: number;
  /** The event just after which the states were compared. */
  readonly seq: number;
  readonly tallies: Tallies;
  readonly wrongObserved: number;
  /** Comparisons that are exact only after what other tasks did while the snapshot was taken. */
  readonly settled: readonly string[];
}

/** A difference, and where it was found. */
export interface Finding extends Difference {
  readonly marker: number;
  readonly label: string;
  readonly pid: number;
  readonly comparison: string;
}

export interface AuditResult {
  readonly verdicts: readonly Verdict[];
  readonly total: Tallies;
  /** What the replay called observed and has wrong, over everything that is binding. */
  readonly wrongObserved: number;
  readonly findings: readonly Finding[];
  /** Findings beyond the limit, that were counted only. */
  readonly findingsLeftOut: number;
}

/** A marker's name, and the snapshots taken there by pid. */
export interface MarkedSnapshots {
  readonly marker: number;
  readonly label: string;
  readonly byPid: ReadonlyMap<number, Snapshot>;
}

/** Compares replayed states with snapshots, marker after marker, and sums up. */
export class Audit {
  private readonly verdicts: Verdict[] = [];
  private readonly total = new Map<string, Tally>();
  private readonly findings: Finding[] = [];
  private leftOut = 0;
  private readonly maxFindings: number;

  /** Keeps at most `maxFindings` single differences. */
  constructor(maxFindings: number) {
    this.maxFindings = maxFindings;
  }

  /**
   * Judges the state just after a marker against what was saved there. Other tasks may have worked on an mm while its
   * snapshot was taken (khugepaged, reclaim): `settled` gives the state after what they did, null if they did nothing.
   * A comparison that is not exact at the marker but is so then counts as exact.
   */
  judge(at: MarkedSnapshots, state: ReplayedState, settled: () => ReplayedState | null = () => null): void {
    const { marker, label } = at;
    const together = [...at.byPid.values()];
    const atMarker = readOnce(state);
    let later: ReplayedState | null | undefined;
    for (const [pid, snapshot] of at.byPid) {
      const tallies = new Map<string, Tally>();
      const settledOnes: string[] = [];
      let wrong = 0;
      for (const comparison of comparisons) {
        const pair = pairOf(pid, snapshot, atMarker, together);
        let outcome = outcomeOf(comparison, pair);
        if (!outcome) continue;
        if (!isExact(outcome.tally) && comparison.binding) {
          if (later === undefined) later = readOnceOrNull(settled());
          const then = later && outcomeOf(comparison, pairOf(pid, snapshot, later, together));
          if (then && isExact(then.tally)) {
            outcome = then;
            settledOnes.push(comparison.name);
          }
        }
        const { tally, differences } = outcome;
        tallies.set(comparison.name, tally);
        if (comparison.binding) {
          wrong += wrongObserved(tally);
          for (const difference of differences) this.keep({ ...difference, marker, label, pid, comparison: comparison.name });
        }
        const total = this.total.get(comparison.name) ?? newTally();
        addTally(total, tally);
        this.total.set(comparison.name, total);
      }
      this.verdicts.push({ marker, label, pid, seq: state.seq, tallies, wrongObserved: wrong, settled: settledOnes });
    }
  }

  result(): AuditResult {
    const wrong = this.verdicts.reduce((sum, verdict) => sum + verdict.wrongObserved, 0);
    return {
      verdicts: this.verdicts,
      total: this.total,
      wrongObserved: wrong,
      findings: this.findings,
      findingsLeftOut: this.leftOut,
    };
  }

  private keep(finding: Finding): void {
    if (this.findings.length < this.maxFindings) this.findings.push(finding);
    else this.leftOut++;
  }
}

function pairOf(pid: number, snapshot: Snapshot, state: ReplayedState, together: readonly Snapshot[]): Pair {
  return { pid, mm: state.mms.find((each) => each.pids.includes(pid)) ?? null, snapshot, state, together };
}

function outcomeOf(comparison: Comparison, pair: Pair): { tally: Tally; differences: readonly Difference[] } | null {
  const tally = newTally();
  const differences: Difference[] = [];
  return comparison.compare(pair, tally, (difference) => differences.push(difference)) ? { tally, differences } : null;
}

/** Several comparisons go over the entries; a caller may give an iterator that goes once. */
function readOnce(state: ReplayedState): ReplayedState {
  return { ...state, mms: state.mms.map(readMmOnce), folios: state.folios && [...state.folios] };
}

function readOnceOrNull(state: ReplayedState | null): ReplayedState | null {
  return state && readOnce(state);
}

function readMmOnce(mm: ReplayedMm): ReplayedMm {
  const { tables } = mm;
  return { ...mm, vmas: [...mm.vmas], ptes: [...mm.ptes], tables: { ...tables, pte: tables.pte && [...tables.pte] } };
}
