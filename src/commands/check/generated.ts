import { type CheckResult, check, rules } from '../../check/index.ts';
import type { EventBatch } from '../../events/batch.ts';
import { type GenerateOptions, generate } from '../../generate/index.ts';
import { readers } from '../../ingest/readers/index.ts';
import { kernelProfiles, profileFor } from '../../models/kernel-profile.ts';
import { designOf, parseDesign } from '../../models/protocol/index.ts';

const BATCH_EVENTS = 16384;
/** Lines are scanned some bytes at a time: what follows the last must be readable. */
const SLACK = 64;

/** A generated trace, judged by all rules as if it had been recorded. */
export interface CheckedTrace {
  readonly result: CheckResult;
  /** Whether the planted bug took place in this run. */
  readonly tookPlace: boolean;
}

/** Generates a trace, reads its text as an import would, and checks it. `kernel` is what --kernel takes. */
export function checkGenerated(options: GenerateOptions & { readonly kernel: string }): CheckedTrace {
  const trace = generate(options);
  const printed = [...trace.text].join('');
  const length = Buffer.byteLength(printed);
  const text = Buffer.alloc(length + SLACK);
  text.write(printed);
  const reader = readers.find((each) => each.detect(text.subarray(0, length))) ?? readers[0];
  const parser = reader.open(BATCH_EVENTS);
  const batches: EventBatch[] = [];
  for (let at = 0; at < length; ) {
    at = parser.parse(text, at, length);
    const batch = parser.take();
    if (batch) batches.push(batch);
  }
  const last = batches.at(-1);
  const [release, ...choices] = options.kernel.split(',');
  const kernel = profileFor(release) ?? kernelProfiles[kernelProfiles.length - 1];
  const result = check(
    {
      dictionary: parser.dictionary,
      lastSeq: last ? last.firstSeq + last.n - 1 : 0,
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
  return { result, tookPlace: trace.outcome().tookPlace };
}
