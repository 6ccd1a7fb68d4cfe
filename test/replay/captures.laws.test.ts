import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kernelProfiles } from '../../src/models/kernel-profile.ts';
import type { World } from '../../src/models/world.ts';
import { chooseKernel } from '../../src/replay/choose-kernel.ts';
import { Fold } from '../../src/replay/fold.ts';
import { Session } from '../../src/replay/session.ts';
import { learnPages } from '../../src/replay/source.ts';
import { folded, readTrace, stateText } from './memory.ts';

const place = join(import.meta.dirname, '..', '..', '..', 'shared', 'traces', 'captures');

/** All captures that lie beside the repository. Of one that lost events the buffer held nothing any more: it came through a pipe. */
const captures = (existsSync(place) ? readdirSync(place) : [])
  .flatMap((kernel) => (/^\d/.test(kernel) ? readdirSync(join(place, kernel)).map((name) => join(kernel, name)) : []))
  .map((name) => join(name, existsSync(join(place, name, 'trace_pipe.txt.gz')) ? 'trace_pipe.txt.gz' : 'trace.txt.gz'))
  .filter((name) => existsSync(join(place, name)));

const MOMENTS = 100;

const digest = (world: World, lacking: ReadonlyMap<string, number>, seq: number): string =>
  createHash('sha1')
    .update(stateText(world, lacking, seq))
    .digest('hex');

describe.skipIf(captures.length === 0)('captures beside the repository', () => {
  test.each(captures)(
    '%s: the state by checkpoint is the state by a whole fold at 100 random moments, in any order',
    async (name) => {
      const source = await readTrace(join(place, name));
      const random = fc.sample(fc.integer({ min: 1, max: source.lastSeq }), { numRuns: MOMENTS, seed: 100 });
      const kernel = chooseKernel(source.dictionary.shapes) ?? kernelProfiles[kernelProfiles.length - 1];
      const whole = new Fold(source.dictionary, kernel, learnPages(source));
      const expected = new Map<number, string>();
      for (const seq of [...random].sort((a, b) => a - b)) {
        for (const batch of source.batches(whole.seq + 1, seq + 1)) whole.apply(batch, seq);
        expected.set(seq, digest(whole.world, whole.lacking, seq));
      }
      const from = folded(source, 15_000, 5000);
      expect(from.checkpoints).toBeGreaterThan(0);
      const session = new Session(from);
      for (const seq of random) {
        session.seek(seq);
        expect(digest(session.world, session.lacking, seq), `event ${seq}`).toBe(expected.get(seq));
      }
    },
    120_000,
  );
});
