import { UsageError } from '../../base/errors.ts';
import { parseDuration } from '../../base/time.ts';
import { type Rule, rules, type Severity, severities } from '../../check/index.ts';
import type { CheckRequest } from '../../check/run.ts';
import type { Shape } from '../../events/shape.ts';
import { designOf, parseDesign } from '../../models/protocol/index.ts';
import { askedKernel } from '../parts/asked-kernel.ts';
import { type Given, optionText } from '../parts/command.ts';

/** The rules that --rule and --severity ask for. Throws UsageError for names that are none. */
export function askedRules(given: Given): readonly Rule[] {
  const ids = listed(given, 'rule');
  const letters = listed(given, 'severity');
  for (const id of ids ?? []) {
    if (!rules.some((rule) => rule.id === id)) throw new UsageError(`there is no rule '${id}': mmfold check --list shows all`);
  }
  for (const letter of letters ?? []) {
    if (!severities.includes(letter as Severity))
      throw new UsageError(`--severity has no '${letter}': use ${severities.join(', ')}`);
  }
  const wanted = new Set(ids?.map((id) => rules.find((rule) => rule.id === id)?.sameAs ?? id));
  return rules.filter((rule) => (!ids || wanted.has(rule.id)) && (!letters || letters.includes(rule.severity)));
}

/** All that the options ask for, on a trace with these shapes. */
export function askedCheck(given: Given, shapes: readonly Shape[]): CheckRequest {
  const [release, ...choices] = (optionText(given, 'kernel') ?? '').split(',');
  const options = { ...given.options, kernel: release || undefined };
  const kernel = askedKernel({ ...given, options }, shapes);
  return {
    rules: askedRules(given),
    kernel,
    design: designOf(kernel, parseDesign(choices)),
    settings: {
      clockSkew: duration(given, 'clockSkew', '--clock-skew'),
      emptyAge: duration(given, 'emptyAge', '--empty-age'),
      relinkAge: duration(given, 'relinkAge', '--relink-age'),
      wakeAge: duration(given, 'wakeAge', '--wake-age'),
    },
  };
}

function listed(given: Given, name: string): string[] | undefined {
  return optionText(given, name)
    ?.split(',')
    .map((each) => each.trim());
}

function duration(given: Given, name: string, flag: string): number | null {
  const text = optionText(given, name);
  if (text === undefined) return null;
  const ns = parseDuration(text);
  if (ns === null) throw new UsageError(`${flag} wants a time such as 5us or 0.1s, not '${text}'`);
  return Number(ns);
}
