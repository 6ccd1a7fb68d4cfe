import { bitsOf } from './bits.ts';
import { type Grain, Layout, TWO_32 } from './layout.ts';

/** How a column is to be stored: a number is base + stored * 2^shift, or for steps the one before + stored + least. */
export interface Plan {
  readonly layout: number;
  readonly width: number;
  readonly shift: number;
  readonly base: number;
  /** The smallest step, for steps. */
  readonly least: number;
}

/** The layout that takes the least room for the first `n` values. */
export function planOf(values: Float64Array, n: number, grain: Grain): Plan {
  if (n === 0) return constant(0);
  const first = values[0];
  let least = first;
  let most = first;
  let whole = !Object.is(first, -0);
  for (let i = 0; i < n; i++) {
    const value = values[i];
    if (value < least) least = value;
    else if (value > most) most = value;
    if (Math.floor(value) !== value) whole = false;
  }
  if (least === most) return constant(first);
  const exact = whole && least >= Number.MIN_SAFE_INTEGER && most <= Number.MAX_SAFE_INTEGER;
  if (!exact || most - least > Number.MAX_SAFE_INTEGER) return doubles;
  const shift = commonZeros(values, n, least);
  const offsets = { base: least, shift, largest: (most - least) / 2 ** shift };
  return (grain === 'bits' ? bitPlan(values, n, offsets) : null) ?? bytePlan(values, n, offsets) ?? doubles;
}

const constant = (base: number): Plan => ({ layout: Layout.constant, width: 0, shift: 0, base, least: 0 });
const doubles: Plan = { layout: Layout.doubles, width: 8, shift: 0, base: 0, least: 0 };

interface Offsets {
  readonly base: number;
  readonly shift: number;
  /** The largest of them, in units of the shift. */
  readonly largest: number;
}

/** The narrower of offsets and steps in bytes; null where both take more than six. */
function bytePlan(values: Float64Array, n: number, { base, shift, largest }: Offsets): Plan | null {
  const width = widthOf(largest);
  const steps = stepsOf(values, n, Math.min(width === 8 ? TWO_32 : 256 ** width, TWO_32) - 1);
  if (steps) {
    const stepWidth = widthOf(steps.range);
    if (stepWidth < width || steps.repeats * 2 > n)
      return { layout: Layout.steps, width: stepWidth, shift: 0, base: values[0], least: steps.least };
  }
  return width <= 6 ? { layout: Layout.offsets, width, shift, base, least: 0 } : null;
}

/** The narrower of offsets and steps in bits; null where both take more than 32. */
function bitPlan(values: Float64Array, n: number, { base, shift, largest }: Offsets): Plan | null {
  const steps = stepsOf(values, n, largest < TWO_32 ? 2 ** (bitsOf(largest) - 1) - 1 : TWO_32 - 1);
  if (steps) return { layout: Layout.bitSteps, width: bitsOf(steps.range), shift: 0, base: values[0], least: steps.least };
  return largest < TWO_32 ? { layout: Layout.bitOffsets, width: bitsOf(largest), shift, base, least: 0 } : null;
}

interface Steps {
  readonly least: number;
  readonly range: number;
  /** How many are the same as the one before. */
  readonly repeats: number;
}

/** The steps from each value to the next; null as soon as they differ by more than `most`, which in most columns a few show. */
function stepsOf(values: Float64Array, n: number, most: number): Steps | null {
  let before = values[0];
  let last = Number.NaN;
  let smallest = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  let repeats = 0;
  for (let i = 1; i < n; i++) {
    const value = values[i];
    const step = value - before;
    before = value;
    if (step === last) {
      repeats++;
      continue;
    }
    last = step;
    if (step < smallest) smallest = step;
    if (step > largest) largest = step;
    if (largest - smallest > most) return null;
  }
  return { least: smallest, range: largest - smallest, repeats };
}

/** In how many zero bits all differences from `least` end; at most 12, those of a page. */
function commonZeros(values: Float64Array, n: number, least: number): number {
  let bits = 0;
  for (let i = 0; i < n; i++) {
    bits |= values[i] - least;
    if (bits & 1) return 0;
  }
  return bits === 0 ? 12 : Math.min(12, 31 - Math.clz32(bits & -bits));
}

function widthOf(largest: number): number {
  if (largest < 0x100) return 1;
  if (largest < 0x1_0000) return 2;
  if (largest < TWO_32) return 4;
  return largest < 2 ** 48 ? 6 : 8;
}
