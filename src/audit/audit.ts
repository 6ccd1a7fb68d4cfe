import type { Difference } from './compare/define.ts';
import { comparisons } from './compare/index.ts';
import type { ReplayedMm, ReplayedState } from './replayed.ts';
import type { Snapshot } from './snapshot/snapshot.ts';
import { addTally, newTally, type Tally, wrongObserved } from './tally.ts';

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

  /** Judges the state just after a marker against what was saved there. */
  judge(at: MarkedSnapshots, state: ReplayedState): void {
    const together = [...at.byPid.values()];
    const once = { ...state, mms: state.mms.map(readOnce), folios: state.folios && [...state.folios] };
    for (const [pid, snapshot] of at.byPid) {
      const mm = once.mms.find((each) => each.pids.includes(pid)) ?? null;
      const tallies = new Map<string, Tally>();
      let wrong = 0;
      for (const comparison of comparisons) {
        const tally = newTally();
        const report = (difference: Difference): void => {
          const { marker, label } = at;
          if (comparison.binding) this.keep({ ...difference, marker, label, pid, comparison: comparison.name });
        };
        if (!comparison.compare({ pid, mm, snapshot, state: once, together }, tally, report)) continue;
        tallies.set(comparison.name, tally);
        if (comparison.binding) wrong += wrongObserved(tally);
        const total = this.total.get(comparison.name) ?? newTally();
        addTally(total, tally);
        this.total.set(comparison.name, total);
      }
      this.verdicts.push({ marker: at.marker, label: at.label, pid, seq: state.seq, tallies, wrongObserved: wrong });
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

/** Several comparisons go over the entries; a caller may give an iterator that goes once. */
function readOnce(mm: ReplayedMm): ReplayedMm {
  const { tables } = mm;
  return { ...mm, vmas: [...mm.vmas], ptes: [...mm.ptes], tables: { ...tables, pte: tables.pte && [...tables.pte] } };
}
