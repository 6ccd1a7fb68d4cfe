import { describe, expect, it } from 'vitest';
import { guards } from '../../src/generate/guards.ts';
import { bugs, generate, scenarios } from '../../src/generate/index.ts';

/** Seeds that are tried before a bug counts as one that cannot happen. */
const seeds = 12;

function findRun(bug: (typeof bugs)[number]): { seed: number; text: string } | null {
  for (let seed = 1; seed <= seeds; seed++) {
    const trace = generate({ scenario: bug.scenario, bug: bug.name, seed });
    const text = [...trace.text].join('');
    if (trace.outcome().tookPlace) return { seed, text };
  }
  return null;
}

/** Whether a run prints exactly this; reads no further than the first difference. */
function isSame(run: Iterable<string>, text: string): boolean {
  let at = 0;
  for (const chunk of run) {
    if (!text.startsWith(chunk, at)) return false;
    at += chunk.length;
  }
  return at === text.length;
}

describe('planted bugs', () => {
  it('are at least twenty, three or more for each system, each with a scenario that exists', () => {
    expect(bugs.length).toBeGreaterThanOrEqual(20);
    for (const system of ['A', 'B', 'C', 'D', 'E']) {
      expect(bugs.filter((bug) => bug.system === system).length).toBeGreaterThanOrEqual(3);
    }
    const names = scenarios.map((each) => each.name);
    for (const bug of bugs) expect(names).toContain(bug.scenario);
  });

  it('leave no guard untried: taking any one away is seen by the simulation', () => {
    expect(Object.keys(guards).filter((guard) => !bugs.some((bug) => bug.removes === guard))).toEqual([]);
  });

  it.each(bugs.map((bug) => [bug.name, bug] as const))(
    '%s takes place, changes the text, and is not named in it',
    (_, bug) => {
      const found = findRun(bug);
      expect(found).not.toBeNull();
      const { seed, text } = found as { seed: number; text: string };
      const sound = generate({
        scenario: bug.scenario,
        seed,
        events: bug.events ?? 40_000,
        kernel: bug.kernel?.replace('R3bug', 'R3') ?? '7.2',
      });
      expect(isSame(sound.text, text)).toBe(false);
      expect(text).not.toContain(bug.name);
      expect(text).not.toContain(bug.removes);
    },
    60_000,
  );
});
