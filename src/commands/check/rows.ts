import type { Rows } from '../../base/rows.ts';
import type { CheckResult, Rule } from '../../check/index.ts';
import type { Store } from '../../store/index.ts';
import { leading, objectsOf, timeOf } from './told.ts';

/** `check --list`. */
export function ruleRows(rules: readonly Rule[]): Rows {
  return {
    columns: [
      { name: 'rule', kind: 'text' },
      { name: 'system', kind: 'text' },
      { name: 'severity', kind: 'text' },
      { name: 'meaning', kind: 'text' },
      { name: 'source', kind: 'text' },
      { name: 'needs', kind: 'text' },
      { name: 'same_as', kind: 'text' },
    ],
    rows: rules.map((rule) => [
      rule.id,
      rule.system,
      rule.severity,
      rule.meaning,
      rule.source,
      rule.needs.join('; '),
      rule.sameAs ?? null,
    ]),
  };
}

/** One row for each violation. */
export function violationRows({ violations }: CheckResult, store: Store): Rows {
  const objects = ['mm', 'vma', 'va', 'pfn', 'table'] as const;
  return {
    columns: [
      { name: 'rule', kind: 'text' },
      { name: 'severity', kind: 'text' },
      { name: 'status', kind: 'text' },
      { name: 'seq', kind: 'integer' },
      { name: 'time', kind: 'text' },
      { name: 'cpu', kind: 'integer' },
      { name: 'tid', kind: 'integer' },
      { name: 'comm', kind: 'text' },
      { name: 'what', kind: 'text' },
      ...objects.map((name) => ({ name, kind: 'text' as const })),
      { name: 'because', kind: 'text' },
    ],
    rows: violations.map((each) => {
      const told = objectsOf(each);
      return [
        each.rule.id,
        each.rule.severity,
        each.status,
        each.seq,
        timeOf(each, store),
        each.cpu,
        each.tid,
        each.comm,
        each.finding.what,
        ...objects.map((name) => told[name] ?? null),
        leading(each).join(' '),
      ];
    }),
  };
}
