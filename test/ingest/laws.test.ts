import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FieldFormat, printShape } from '../../src/events/shape.ts';
import { line, readText } from './read.ts';

/** Values as a kernel may print them, and values that look like them and are not. */
const value = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((v) => `0x${v.toString(16)}`),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((v) => v.toString(16).padStart(16, '0')),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }).map((v) => v.toString()),
  fc.integer({ min: -20, max: 20 }).map(String),
  fc.nat(9999).map((v) => v.toString().padStart(5, '0')),
  fc.nat().map((v) => `${v}B`),
  fc.stringMatching(/^[ -~\t]{0,12}$/),
  fc.constantFrom('', ' ', '(null)', '0x', '-', '"a b=c"', '"', '{0x1,0x2}', '[x]', 'GFP_KERNEL|__GFP_ZERO', 'caf\u00e9'),
);
const key = fc.stringMatching(/^[A-Za-z_][\w.-]{0,8}$/);
const separator = fc.constantFrom(' ', ', ', ',', ';', '\t', ' ==> ', ' (', '  ');
const pairs = fc
  .array(fc.tuple(key, value, separator), { minLength: 0, maxLength: 6 })
  .map((list) => list.map(([k, v, s]) => `${k}=${v}${s}`).join(''));
const lead = fc.constantFrom('', ' ', '(f+0x4/0xe0) ', '(g+0x1/0x2 <- f) ', 'dev 0:4 ino 12 ', 'some words ');
const text = fc.tuple(lead, pairs).map(([l, p]) => l + p);
const syscall = fc
  .array(fc.tuple(fc.stringMatching(/^[a-z]{1,4}$/), value), { maxLength: 5 })
  .map((args) => `sys_read(${args.map(([k, v]) => `${k}: ${v}`).join(', ')})`);
const name = fc.constantFrom(
  'x',
  'mm_page_alloc',
  'sys_probe',
  'ma_write',
  'tlb_flush',
  'tracing_mark_write',
  'vma_store',
  'y__ret',
);

const event = fc
  .tuple(name, text)
  .filter(([n, t]) => n !== 'sys_probe' || /^\([fg]/.test(t))
  .map(([n, t]) => `${n}: ${t}`);

describe('laws', () => {
  test('every text prints back as it was read', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(event, syscall), { minLength: 1, maxLength: 40 }), (printed) => {
        const { events } = readText(printed.map(line).join(''));
        expect(events.map((event) => event.printed)).toEqual(printed);
      }),
      { numRuns: 300 },
    );
  });

  test('values of a shape print and read back the same', () => {
    const word = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    const formats: readonly FieldFormat[] = ['0x', 'x16', 'd'];
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...formats), word), { minLength: 1, maxLength: 12 }), (fields) => {
        const names = fields.map(([format], k) => (format === 'x16' ? `k${k}_page` : `k${k}`));
        const shape = {
          name: 'x',
          probe: false,
          literals: [...names.map((n, k) => `${k === 0 ? '' : ' '}${n}=`), ''],
          fields: fields.map(([format], k) => ({ name: names[k], format })),
        };
        const [event] = readText(
          line(
            `x: ${printShape(
              shape,
              fields.map(([, v]) => v),
            )}`,
          ),
        ).events;
        expect(event.shape).toEqual(shape);
        expect(event.values.map(BigInt)).toEqual(fields.map(([, v]) => v));
      }),
      { numRuns: 300 },
    );
  });

  test('where the input is cut into pieces changes nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, text), { maxLength: 30 }), fc.nat(7), fc.nat(7), (texts, pieces, events) => {
        const input = texts.map(([n, t]) => line(`${n}: ${t}`)).join('prose\n\n');
        const whole = readText(input);
        const cut = readText(input, pieces + 1, events + 1);
        expect(cut.counts).toEqual(whole.counts);
        expect(cut.events).toEqual(whole.events);
        expect(cut.batches.flatMap((b) => b.diagnostics)).toEqual(whole.batches.flatMap((b) => b.diagnostics));
      }),
      { numRuns: 150 },
    );
  });

  test('random bytes never throw, and every line is accounted for', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc
        .array(
          fc.oneof(
            fc.uint8Array({ maxLength: 20 }).map((b) => Buffer.from(b).toString('latin1')),
            text,
            fc.constantFrom(' [000] ', 'a-1', ' 1.000000: ', '\n', 'x: ', '..... '),
          ),
        )
        .map((parts) => Buffer.from(parts.join(''), 'latin1')),
    );
    fc.assert(
      fc.property(bytes, (input) => {
        const { counts, events } = readText(input);
        const { lines, backwardSteps: _, ...classes } = counts;
        expect(lines).toBe(Object.values(classes).reduce((a, b) => a + b, 0));
        expect(events).toHaveLength(counts.events);
      }),
      { numRuns: 500 },
    );
  });
});
