export type { Case, Finding, Settings } from './case.ts';
export type { Violation } from './checker.ts';
export { type Rule, type Severity, severities } from './rule.ts';
export { rules } from './rules/index.ts';
export { type CheckRequest, type CheckResult, check } from './run.ts';
export { missing, type SystemShare, shares } from './summary.ts';
