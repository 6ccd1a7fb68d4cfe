import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mmstepEvents } from '../../src/events/mmstep/index.ts';
import { generate, scenarios } from '../../src/generate/index.ts';

/** Text after the timestamp, per event, of several runs. */
function* bodies(kernel: string): Generator<readonly [name: string, text: string]> {
  for (const { name } of scenarios) {
    const trace = generate({ scenario: name, kernel, events: 4000, seed: 9 });
    for (const chunk of trace.text) {
      for (const line of chunk.split('\n')) {
        const event = / \d+\.\d{6}: (\w+)(.*)$/.exec(line);
        if (event !== null) yield [event[1] as string, event[2] as string];
      }
    }
  }
}

const fieldNames = (text: string): string => [...text.matchAll(/(\w+)=/g)].map((m) => m[1]).join(' ');

describe('mmstep events', () => {
  it('are printed with the fields that are declared, and every declared one occurs', () => {
    const declared = new Map<string, string>();
    for (const type of mmstepEvents) for (const name of type.names) declared.set(name, fieldNames(type.example));
    const seen = new Set<string>();
    for (const kernel of ['7.2', '6.12', '7.2,ptReclaim=R1', '7.2,ptReclaim=R2']) {
      for (const [name, text] of bodies(kernel)) {
        if (!name.startsWith('mmstep_')) continue;
        if (!seen.has(name)) expect(`${name}: ${fieldNames(text)}`).toBe(`${name}: ${declared.get(name)}`);
        seen.add(name);
      }
    }
    expect([...declared.keys()].filter((name) => !seen.has(name))).toEqual([]);
  }, 60_000);
});

const samples = new URL('../../../shared/reference/event-samples.txt', import.meta.url);

/** The 6.12 samples of these come from a capture whose probes fetched less than the others'. */
const shorterSamples = ['vma_prepare', 'vma_complete'];

/** The layout of a probe: its place, and the names of its arguments. */
const layout = (text: string): string => text.replace(/=(0x[0-9a-f]+|-?\d+)/g, '=');

describe.skipIf(!existsSync(samples))('lines of probes (needs ../shared/reference/event-samples.txt)', () => {
  it.each(['6.1', '6.12', '7.2'])(
    'sit and look as on a real %s kernel',
    (kernel) => {
      const real = new Map<string, string>();
      for (const line of readFileSync(samples, 'latin1').split('\n')) {
        const sample = /^(\S+)\t.* \d+\.\d{6}: (\w+)(: \(.*)$/.exec(line);
        if (sample !== null && sample[1] === kernel) real.set(sample[2] as string, layout(sample[3] as string));
      }
      const entry = /^: \(\w+(\.[\w.]+)?\+0x[0-9a-f]+\/0x[0-9a-f]+\)/;
      const different = new Set<string>();
      for (const [name, text] of bodies(kernel)) {
        const known = real.get(name);
        if (kernel === '6.12' && shorterSamples.includes(name)) continue;
        if (!entry.test(text) || known === undefined || known.includes('..')) continue;
        if (layout(text) !== known) different.add(`${name}${layout(text)} but ${known}`);
      }
      expect([...different]).toEqual([]);
    },
    60_000,
  );
});
