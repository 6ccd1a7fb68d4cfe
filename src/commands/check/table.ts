import { type CheckResult, missing, shares, type Violation } from '../../check/index.ts';
import type { Store } from '../../store/index.ts';
import { eventText, leading, objectsOf, timeOf } from './told.ts';

/** Violations of one rule that are printed in full; the formats for programs have all. */
const SHOWN = 5;

/** The result for a person: what is violated and by which events, then what could be judged and what not. */
export function* checkTable(result: CheckResult, store: Store): Generator<string> {
  yield* findings(result, store, 'violated');
  yield* findings(result, store, 'possible');
  const all = shares(result.cases);
  yield 'system  rules  judged  evaluations  violated  possible  skipped  share\n';
  for (const each of all) {
    const { system, rules, live, evaluated, violated, possible, skipped } = each;
    const share = evaluated + skipped === 0 ? '-' : `${Math.floor((100 * evaluated) / (evaluated + skipped))} %`;
    yield `${system.padEnd(6)}${[rules, live, evaluated, violated, possible, skipped].map((n, i) => String(n).padStart([7, 8, 13, 10, 10, 9][i] ?? 8)).join('')}  ${share.padStart(5)}\n`;
  }
  const lacking = missing(result.cases);
  if (lacking.length > 0) yield '\nskipped for want of\n';
  for (const [input, times] of lacking) yield `${String(times).padStart(9)}  ${input}\n`;
  const idle = result.cases.filter((each) => each.evaluated === 0 && each.missed === 0);
  if (idle.length > 0) yield `\nnothing to judge for ${idle.map(({ rule }) => rule.id).join(' ')}\n`;
}

function* findings({ violations, cases }: CheckResult, store: Store, status: Violation['status']): Generator<string> {
  for (const { rule, violated, possible } of cases) {
    const count = status === 'violated' ? violated : possible;
    if (count === 0) continue;
    yield `${rule.id} ${status} ${count} ${count === 1 ? 'time' : 'times'} (${rule.severity}): ${rule.meaning}\n`;
    const shown = violations.filter((each) => each.rule === rule && each.status === status).slice(0, SHOWN);
    for (const each of shown) yield* violation(each, store);
    if (count > shown.length) yield `  ... and ${count - shown.length} more: --format jsonl\n`;
    yield '\n';
  }
}

function* violation(each: Violation, store: Store): Generator<string> {
  const objects = Object.entries(objectsOf(each)).map(([name, word]) => `${name} ${word}`);
  yield `  #${each.seq} at ${timeOf(each, store)} cpu ${each.cpu} ${each.comm}-${each.tid}: ${each.finding.what}\n`;
  if (objects.length > 0) yield `      ${objects.join(', ')}\n`;
  for (const seq of [...leading(each), each.seq]) yield `      #${seq} ${eventText(store, seq).slice(0, 160)}\n`;
}
