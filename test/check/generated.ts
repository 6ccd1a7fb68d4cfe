import { type CheckResult, check, rules } from '../../src/check/index.ts';
import type { EventBatch } from '../../src/events/batch.ts';
import { type GenerateOptions, generate } from '../../src/generate/index.ts';
import { readers } from '../../src/ingest/readers/index.ts';
import { profileFor } from '../../src/models/kernel-profile.ts';
import { designOf, parseDesign } from '../../src/models/protocol/index.ts';

/** Room behind the last line: lines are scanned some bytes at a time. */
const SLACK = 64;

/** Generates a trace and judges its text. */
export function checkText(options: GenerateOptions & { readonly kernel: string }): CheckResult & { readonly tookPlace: boolean } {
  const trace = generate(options);
  const result = checkPrinted([...trace.text].join(''), options.kernel);
  return { ...result, tookPlace: trace.outcome().tookPlace };
}

/** Judges a trace's text by the rules of a design, as --kernel names it. */
export function checkPrinted(printed: string, design: string): CheckResult {
  const length = Buffer.byteLength(printed);
  const text = Buffer.alloc(length + SLACK);
  text.write(printed);
  const parser = readers[0].open(16384);
  const batches: EventBatch[] = [];
  for (let at = 0; at < length; ) {
    at = parser.parse(text, at, length);
    const batch = parser.take();
    if (batch) batches.push(batch);
  }
  const [release, ...choices] = design.split(',');
  const kernel = profileFor(release);
  if (!kernel) throw new Error(`no kernel ${release}`);
  return check(
    {
      dictionary: parser.dictionary,
      lastSeq: batches.reduce((last, each) => Math.max(last, each.firstSeq + each.n - 1), 0),
      losses: [],
      batches: (from, to) => batches.filter((each) => each.firstSeq < to && each.firstSeq + each.n > from),
    },
    {
      rules,
      kernel,
      design: designOf(kernel, parseDesign(choices)),
      settings: { clockSkew: null, emptyAge: null, relinkAge: null, wakeAge: null },
    },
  );
}

/** Rules that did not hold: `A8?` where only possible. */
export const complaints = ({ cases }: CheckResult): string[] =>
  cases.filter((each) => each.violated + each.possible > 0).map((each) => each.rule.id + (each.violated > 0 ? '' : '?'));
