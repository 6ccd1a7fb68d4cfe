import { type CheckResult, missing, shares } from '../../check/index.ts';
import type { Store } from '../../store/index.ts';
import { leading, objectsOf, timeOf } from './told.ts';

/** The result as one JSON document (docs/check.md). */
export function checkDocument(result: CheckResult, store: Store): Record<string, unknown> {
  return {
    format: 'mmfold.check/1',
    kernel: result.kernel.name,
    design: result.design,
    clock_skew_ns: result.clockSkew,
    events: result.events,
    violations: result.violations.map((each) => ({
      rule: each.rule.id,
      system: each.rule.system,
      severity: each.rule.severity,
      status: each.status,
      seq: each.seq,
      time: timeOf(each, store),
      cpu: each.cpu,
      tid: each.tid,
      comm: each.comm,
      what: each.finding.what,
      ...objectsOf(each),
      because: leading(each),
    })),
    evaluations: result.cases.map((each) => ({
      rule: each.rule.id,
      evaluated: each.evaluated,
      violated: each.violated,
      possible: each.possible,
      skipped: each.missed,
      missing: Object.fromEntries(each.skipped),
    })),
    systems: shares(result.cases),
    missing: Object.fromEntries(missing(result.cases)),
  };
}
