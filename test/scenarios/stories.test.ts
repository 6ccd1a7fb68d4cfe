import { describe, expect, test } from 'vitest';
import { generate, scenarios } from '../../src/generate/index.ts';
import { checkPrinted, complaints } from '../check/generated.ts';
import { choicesOf, designs } from './designs.ts';
import { complaintsAbout, expected, windows } from './expected.ts';
import { besideStory, traceText } from './story-files.ts';
import { slotsSet, tally } from './tally.ts';

/* The thirty small scenarios of the model as traces, under every design: what happens in them, and what the rules say. */

const stories = scenarios.filter((each) => each.story);

test('there is a story for each small scenario of the model', () => {
  expect(stories.map((each) => each.name)).toEqual(Object.keys(expected));
  expect(stories).toHaveLength(30);
});

describe.each(stories)('$name', ({ name, needs }) => {
  const runs = designs.map((design) => {
    const text = [...generate({ scenario: name, kernel: design }).text].join('');
    return { design, choices: choicesOf(design), text, steps: tally(text) };
  });

  test('is printed as its fixture is', () => {
    expect([...generate({ scenario: name }).text].join('') === traceText(name)).toBe(true);
    expect(needs?.kernel ?? '7.2').toMatch(/^7\.2/);
  });

  test.each(runs)('on $design comes out as the model says', ({ choices, text, steps }) => {
    const wanted = expected[name](choices);
    expect(Object.fromEntries(Object.keys(wanted).map((what) => [what, steps[what] ?? 0]))).toEqual(wanted);
    const window = windows[name];
    if (window) expect(slotsSet(text)).toEqual(choices.prefault === 'off' ? [window.asked, window.asked] : window.around);
  });

  test('has the result of its golden file, by design', async () => {
    const results: { designs: string[]; rules: readonly string[]; steps: object }[] = [];
    for (const { design, choices, text, steps } of runs) {
      const rules = complaints(checkPrinted(text, design));
      const wanted = complaintsAbout(name, choices);
      expect(rules.filter((id) => wanted.includes(id))).toEqual(wanted);
      if (choices.ptReclaim !== 'R3bug') expect(rules).toEqual(wanted);
      const same = results.find((each) => JSON.stringify([each.rules, each.steps]) === JSON.stringify([rules, steps]));
      if (same) same.designs.push(design);
      else results.push({ designs: [design], rules, steps });
    }
    await expect(`${JSON.stringify(results, null, 1)}\n`).toMatchFileSnapshot(besideStory(name, 'results.json'));
  });
});
