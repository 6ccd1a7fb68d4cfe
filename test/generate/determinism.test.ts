import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import { type GenerateOptions, generate, scenarios } from '../../src/generate/index.ts';
import { Prng } from '../../src/generate/prng.ts';

function text(options: GenerateOptions): string {
  return [...generate(options).text].join('');
}

describe('generate', () => {
  it('gives the same bytes for the same options, and others for another seed', () => {
    const options = { scenario: 'server', seed: 7, events: 3000 };
    expect(text(options)).toBe(text(options));
    expect(text(options)).not.toBe(text({ ...options, seed: 8 }));
  });

  it('begins a longer run with the shorter one of the same seed', () => {
    const short = text({ scenario: 'fork-heavy', seed: 3, events: 1000 });
    expect(text({ scenario: 'fork-heavy', seed: 3, events: 2000 }).startsWith(short)).toBe(true);
  });

  it('prints as many events as asked for', () => {
    const lines = text({ scenario: 'allocator', seed: 1, events: 1234 })
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines).toHaveLength(1234);
  });

  it('runs the same run under every vocabulary: what is printed less is left out, nothing else', () => {
    const full = text({ scenario: 'reclaim', seed: 5, events: 4000 });
    const probes = full.split('\n').filter((line) => !line.includes(': mmstep_'));
    const count = probes.filter((line) => line !== '' && !line.startsWith('#')).length;
    expect(text({ scenario: 'reclaim', seed: 5, events: count, vocabulary: 'probes' })).toBe(probes.join('\n'));
  });

  it('writes times that never step back', () => {
    const times = [...text({ scenario: 'pins', seed: 2, events: 2000 }).matchAll(/ (\d+\.\d{6}): /g)].map((m) => Number(m[1]));
    expect(times.every((time, i) => i === 0 || time > (times[i - 1] as number))).toBe(true);
  });

  it('names what is not there', () => {
    expect(() => generate({ scenario: 'nothing' })).toThrow(UsageError);
    expect(() => generate({ scenario: 'server', bug: 'nothing' })).toThrow(UsageError);
    expect(() => generate({ scenario: 'server', kernel: '4.4' })).toThrow(/5\.10, 6\.1/);
    expect(() => generate({ scenario: 'server', kernel: '7.2,rmap=A9' })).toThrow(/rmap=A0/);
  });

  it('has a name for every scenario, each once', () => {
    const names = scenarios.map((each) => each.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => name.startsWith('T-'))).toHaveLength(30);
  });
});

describe('Prng', () => {
  it('is the same on every machine', () => {
    const prng = new Prng(1);
    expect([prng.next(), prng.next(), prng.below(100), prng.below(100)]).toMatchInlineSnapshot(`
      [
        393288148,
        2174103013,
        88,
        48,
      ]
    `);
  });

  it('stays below its bound and reaches all of it', () => {
    const prng = new Prng(42);
    const seen = new Set(Array.from({ length: 500 }, () => prng.below(10)));
    expect([...seen].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});
