import { describe, expect, test } from 'vitest';
import { checkText, complaints } from './generated.ts';

/* What an unpatched kernel shows: tracepoints and probes alone. */

const probes = { vocabulary: 'probes', kernel: '7.2' } as const;

describe('with probes alone', () => {
  test('a page that a zap frees before it has flushed is named by A3', () => {
    const result = checkText({ ...probes, scenario: 'allocator', bug: 'free-before-flush', seed: 1 });
    expect(result.tookPlace).toBe(true);
    expect(complaints(result)).toEqual(['A3']);
  });

  test.each(['5.10', '6.12', '7.2'])('a sound zap is judged and holds on %s', (kernel) => {
    const result = checkText({ ...probes, kernel, scenario: 'allocator', seed: 1 });
    const A3 = result.cases.find((each) => each.rule.id === 'A3');
    expect(A3?.held).toBeGreaterThan(100);
    expect(complaints(result)).toEqual([]);
  });

  test('a prefault over an entry that is there is named by C2', () => {
    const result = checkText({ ...probes, scenario: 'fault-around', bug: 'prefault-overwrites', seed: 1 });
    expect(result.tookPlace).toBe(true);
    expect(complaints(result)).toContain('C2');
  });

  test('a zap that delays all its rmaps (A3 design) is not judged by them', () => {
    const result = checkText({ ...probes, kernel: '7.2,rmap=A3', scenario: 'allocator', seed: 1 });
    expect(complaints(result)).toEqual([]);
  });
});
