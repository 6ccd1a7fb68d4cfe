import { describe, expect, it } from 'vitest';
import { generate, scenarios } from '../../src/generate/index.ts';

/** Reads a run to its end; the simulation throws where it breaks a rule of its own. */
function run(scenario: string, kernel: string, seed: number, events: number): readonly string[] {
  const trace = generate({ scenario, kernel, seed, events, vocabulary: 'stock' });
  for (const _ of trace.text);
  return trace.outcome().broken;
}

const kernels = ['5.10', '6.1', '6.12', '7.0'];
const designs = ['7.0,ptReclaim=R1', '7.0,ptReclaim=R2', '7.0,rmap=A3', '7.0,rmap=A0', '7.0,prefault=old', '7.0,cow=mapcount'];
const workloads = scenarios.filter((each) => !each.story).map((each) => each.name);
const stories = scenarios.filter((each) => each.story && each.needs?.lacks === undefined).map((each) => each.name);

describe('the simulated kernel without a bug', () => {
  it.each(workloads)(
    'breaks no rule in %s: 200 seeds over all kernels',
    (scenario) => {
      for (let seed = 1; seed <= 200; seed++) {
        expect(run(scenario, kernels[seed % kernels.length] as string, seed, 600)).toEqual([]);
      }
    },
    120_000,
  );

  it.each(designs)(
    'breaks no rule as %s',
    (kernel) => {
      for (const scenario of workloads) for (const seed of [1, 2, 3]) expect(run(scenario, kernel, seed, 2500)).toEqual([]);
    },
    60_000,
  );

  it.each(kernels)(
    'tells every story on %s',
    (kernel) => {
      for (const story of stories) expect(run(story, kernel, 1, 30_000)).toEqual([]);
    },
    60_000,
  );
});
