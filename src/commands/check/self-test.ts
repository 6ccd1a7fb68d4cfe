import type { Rows } from '../../base/rows.ts';
import { bugs, scenarios } from '../../generate/index.ts';
import type { Vocabulary } from '../../generate/print.ts';
import { profileNames } from '../../generate/profile.ts';
import { checkGenerated } from './generated.ts';

/** The answer of a self-test, and whether it came out as it must. */
export interface SelfTest {
  readonly rows: Rows;
  /** Known once the rows were read. */
  readonly failed: () => boolean;
}

/** Which bugs, how often, and what their kernel prints. */
export interface SelfTestRequest {
  readonly seeds: number;
  readonly vocabulary: Vocabulary;
  /** Called before each run, for a person who waits. */
  readonly onRun: (what: string) => void;
}

/** Every planted bug in `seeds` runs: in how many it took place, in how many a rule of its own named it, and which rules. */
export function bugTable({ seeds, vocabulary, onRun }: SelfTestRequest): SelfTest {
  let missed = 0;
  function* rows(): Generator<readonly unknown[]> {
    for (const bug of bugs) {
      const by = new Map<string, number>();
      let took = 0;
      let found = 0;
      let first: number | null = null;
      const lost: number[] = [];
      for (let seed = 1; seed <= seeds; seed++) {
        onRun(`${bug.name}, seed ${seed}`);
        const { scenario, name } = bug;
        const kernel = bug.kernel ?? '7.2';
        const { result, tookPlace } = checkGenerated({ scenario, bug: name, seed, kernel, vocabulary });
        if (!tookPlace) continue;
        took++;
        const named = result.violations.filter((each) => each.status === 'violated');
        for (const id of new Set(named.map((each) => each.rule.id))) by.set(id, (by.get(id) ?? 0) + 1);
        const own = named.find((each) => bug.rules.includes(each.rule.id));
        if (own) {
          found++;
          first ??= own.seq;
        } else lost.push(seed);
      }
      missed += lost.length;
      const told = [...by].sort((a, b) => b[1] - a[1]).map(([id, n]) => `${id} ${n}`);
      yield [bug.name, bug.system, bug.rules.join(' '), took, found, told.join(', '), first, lost.join(' ')];
    }
  }
  return {
    failed: () => missed > 0,
    rows: {
      columns: [
        { name: 'bug', kind: 'text' },
        { name: 'system', kind: 'text' },
        { name: 'breaks', kind: 'text' },
        { name: 'took_place', kind: 'integer' },
        { name: 'found', kind: 'integer' },
        { name: 'found_by', kind: 'text' },
        { name: 'first_event', kind: 'integer' },
        { name: 'missed_seeds', kind: 'text' },
      ],
      rows: rows(),
    },
  };
}

/** Every workload on every kernel without a bug: nothing may be violated. */
export function soundTable({ seeds, vocabulary, onRun }: SelfTestRequest): SelfTest {
  let wrong = 0;
  function* rows(): Generator<readonly unknown[]> {
    for (const { name: scenario } of scenarios.filter((each) => !each.story)) {
      for (const kernel of profileNames) {
        const by = new Map<string, number>();
        let evaluations = 0;
        let possible = 0;
        for (let seed = 1; seed <= seeds; seed++) {
          onRun(`${scenario} on ${kernel}, seed ${seed}`);
          const { result } = checkGenerated({ scenario, seed, kernel, vocabulary });
          for (const each of result.cases) {
            evaluations += each.evaluated;
            possible += each.possible;
            if (each.violated > 0) by.set(each.rule.id, (by.get(each.rule.id) ?? 0) + each.violated);
          }
        }
        wrong += by.size;
        yield [scenario, kernel, seeds, evaluations, possible, [...by].map(([id, n]) => `${id} ${n}`).join(', ')];
      }
    }
  }
  return {
    failed: () => wrong > 0,
    rows: {
      columns: [
        { name: 'scenario', kind: 'text' },
        { name: 'kernel', kind: 'text' },
        { name: 'seeds', kind: 'integer' },
        { name: 'evaluations', kind: 'integer' },
        { name: 'possible', kind: 'integer' },
        { name: 'violated', kind: 'text' },
      ],
      rows: rows(),
    },
  };
}
