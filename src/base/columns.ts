import { bitsOf, readOffsets, readSteps, wordsFor, writeBits } from './bits.ts';

/**
 * Columns of numbers in few bytes: each is stored as differences from its smallest value (or, where that repeats more,
 * as steps from one value to the next), with the zero bits that all differences end in cut off, at the width that the
 * largest needs. What such a column cannot hold exactly, fractions and words beyond 2^53, is stored as doubles.
 */

const HEADER = 32;
const aligned = (bytes: number): number => Math.ceil(bytes / 8) * 8;
const TWO_32 = 0x1_0000_0000;

/** How the values of a column are laid out; part of the stored form. */
const Layout = { constant: 0, offsets: 1, steps: 2, doubles: 3, bytes: 4, bitOffsets: 5, bitSteps: 6 } as const;

/**
 * How narrow columns are made: of whole bytes, which a compressor finds repetitions in, or of bits, which need none. Bits
 * take as much room as compressed bytes where numbers hardly repeat, and need no unpacking: 119 ms instead of 188 for a whole state.
 */
export type Grain = 'bytes' | 'bits';

/** Gathers columns into one array of bytes. */
export class ColumnWriter {
  private bytes = new Uint8Array(1 << 14);
  private view = new DataView(this.bytes.buffer);
  private end = 0;
  private scratch = new Float64Array(1 << 12);
  private narrow = new Uint32Array(1 << 12);
  private readonly grain: Grain;

  constructor(grain: Grain = 'bytes') {
    this.grain = grain;
  }

  /** Appends the first `n` numbers of `values`. */
  numbers(given: Float64Array | Uint32Array | Uint16Array | Uint8Array | readonly number[], n = given.length): void {
    const values = this.doubles(given, n);
    const plan = planOf(values, n, this.grain);
    const at = this.open(n, plan.layout, plan.width, plan.shift, plan.base, plan.least, sizeOf(plan, n));
    if (plan.layout === Layout.constant) return;
    if (plan.layout === Layout.bitOffsets || plan.layout === Layout.bitSteps) {
      this.putBits(values, n, plan, at);
      return;
    }
    if (plan.layout === Layout.doubles) {
      new Float64Array(this.bytes.buffer, at, n).set(values.subarray(0, n));
      return;
    }
    const unit = 2 ** plan.shift;
    const { base, least } = plan;
    if (plan.layout === Layout.steps) {
      const cells = cellsAt(this.bytes.buffer, at, plan.width, n);
      for (let i = 1; i < n; i++) cells[i] = (values[i] - values[i - 1] - least) / unit;
    } else if (plan.width === 6) {
      const low = new Uint32Array(this.bytes.buffer, at, n);
      const high = new Uint16Array(this.bytes.buffer, at + 4 * n, n);
      for (let i = 0; i < n; i++) {
        const value = (values[i] - base) / unit;
        // Storing takes a number modulo 2^32 by itself; `%` of doubles is a call.
        low[i] = value;
        high[i] = value / TWO_32;
      }
    } else {
      const cells = cellsAt(this.bytes.buffer, at, plan.width, n);
      for (let i = 0; i < n; i++) cells[i] = (values[i] - base) / unit;
    }
  }

  private putBits(values: Float64Array, n: number, { layout, width, shift, base, least }: Plan, at: number): void {
    if (this.narrow.length < n) this.narrow = new Uint32Array(n * 2);
    const { narrow } = this;
    if (layout === Layout.bitSteps) {
      narrow[0] = 0;
      for (let i = 1; i < n; i++) narrow[i] = values[i] - values[i - 1] - least;
    } else {
      const unit = 2 ** shift;
      for (let i = 0; i < n; i++) narrow[i] = (values[i] - base) / unit;
    }
    writeBits(new Uint32Array(this.bytes.buffer, at, wordsFor(n, width)), width, n, narrow);
  }

  /** Appends bytes as they are. */
  raw(bytes: Uint8Array): void {
    const at = this.open(bytes.length, Layout.bytes, 1, 0, 0, 0, bytes.length);
    this.bytes.set(bytes, at);
  }

  /** The numbers as doubles: loops over arrays of one type take a third of the time of loops over five. */
  private doubles(given: Float64Array | Uint32Array | Uint16Array | Uint8Array | readonly number[], n: number): Float64Array {
    if (given instanceof Float64Array) return given;
    if (this.scratch.length < n) this.scratch = new Float64Array(n * 2);
    this.scratch.set(n === given.length ? given : given.slice(0, n));
    return this.scratch;
  }

  /** What was gathered, in an array of its own. */
  take(): Uint8Array {
    const bytes = this.bytes.slice(0, this.end);
    this.end = 0;
    return bytes;
  }

  private open(n: number, layout: number, width: number, shift: number, base: number, least: number, size: number): number {
    const needed = this.end + HEADER + aligned(size);
    if (needed > this.bytes.length) {
      const bytes = new Uint8Array(Math.max(needed, this.bytes.length * 2));
      bytes.set(this.bytes.subarray(0, this.end));
      this.bytes = bytes;
      this.view = new DataView(bytes.buffer);
    }
    const { view, end } = this;
    view.setUint32(end, n, true);
    view.setUint8(end + 4, layout);
    view.setUint8(end + 5, width);
    view.setUint8(end + 6, shift);
    view.setUint8(end + 7, 0);
    view.setFloat64(end + 8, base, true);
    view.setFloat64(end + 16, least, true);
    view.setFloat64(end + 24, 0, true);
    const at = end + HEADER;
    this.bytes.fill(0, at + size, needed);
    this.end = needed;
    return at;
  }
}

/** Reads columns in the order in which they were written. */
export class ColumnReader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at = 0;
  private scratch = new Float64Array(0);

  constructor(bytes: Uint8Array) {
    // Typed arrays must begin at a multiple of their element's size. (slice() of a Buffer would be no copy.)
    this.bytes = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length);
  }

  get done(): boolean {
    return this.at >= this.bytes.length;
  }

  /** The next column, as doubles, or put into `target` from its start. Returns the target. */
  numbers<T extends Float64Array | Uint32Array | Uint16Array | Uint8Array = Float64Array>(target?: T): T {
    const column = this.header();
    if (target === undefined || target instanceof Float64Array) {
      const out = target ?? new Float64Array(column.n);
      this.decode(column, out);
      return out as T;
    }
    const { n, layout, base } = column;
    if (layout === Layout.constant) target.fill(base, 0, n);
    else if (layout === Layout.bitOffsets)
      readOffsets(
        new Uint32Array(this.bytes.buffer, column.data, wordsFor(n, column.width)),
        column.width,
        n,
        base,
        column.unit,
        target,
      );
    else if (layout === Layout.offsets && base === 0 && column.unit === 1 && column.width < 6)
      target.set(cellsAt(this.bytes.buffer, column.data, column.width, n));
    else {
      if (this.scratch.length < n) this.scratch = new Float64Array(n * 2);
      this.decode(column, this.scratch);
      target.set(this.scratch.subarray(0, n));
    }
    return target;
  }

  /** The first `count` numbers of the next column. */
  first(count: number): Float64Array {
    const column = this.header();
    const n = Math.min(count, column.n);
    const out = new Float64Array(n);
    this.decode(n === column.n ? column : { ...column, n }, out);
    return out;
  }

  private decode({ n, stored, layout, width, unit, base, least, data }: Column, out: Float64Array): void {
    const { buffer } = this.bytes;
    if (layout === Layout.constant) out.fill(base, 0, n);
    else if (layout === Layout.bitOffsets)
      readOffsets(new Uint32Array(buffer, data, wordsFor(n, width)), width, n, base, unit, out);
    else if (layout === Layout.bitSteps) readSteps(new Uint32Array(buffer, data, wordsFor(n, width)), width, n, base, least, out);
    else if (layout === Layout.doubles) out.set(new Float64Array(buffer, data, n));
    else if (width === 6) {
      const low = new Uint32Array(buffer, data, n);
      const high = new Uint16Array(buffer, data + 4 * stored, n);
      for (let i = 0; i < n; i++) out[i] = base + (high[i] * TWO_32 + low[i]) * unit;
    } else {
      const cells = cellsAt(buffer, data, width, n);
      if (layout === Layout.steps) {
        let value = base;
        if (n > 0) out[0] = base;
        for (let i = 1; i < n; i++) {
          value += cells[i] * unit + least;
          out[i] = value;
        }
      } else for (let i = 0; i < n; i++) out[i] = base + cells[i] * unit;
    }
  }

  /** How many values the next column has. */
  get length(): number {
    return this.view.getUint32(this.at, true);
  }

  /** The next column, which was written by raw(). */
  raw(): Uint8Array {
    const { n, data } = this.header();
    return new Uint8Array(this.bytes.buffer, data, n);
  }

  private header(): Column {
    const { view, at } = this;
    const n = view.getUint32(at, true);
    const layout = view.getUint8(at + 4);
    const width = view.getUint8(at + 5);
    const size = sizeOf({ layout, width }, n);
    this.at = at + HEADER + aligned(size);
    return {
      n,
      stored: n,
      layout,
      width,
      unit: 2 ** view.getUint8(at + 6),
      base: view.getFloat64(at + 8, true),
      least: view.getFloat64(at + 16, true),
      data: this.bytes.byteOffset + at + HEADER,
    };
  }
}

/** A column as its header tells it; `data` is where its values begin in the buffer. */
interface Column {
  /** Values to read, of those that are stored. */
  readonly n: number;
  readonly stored: number;
  readonly layout: number;
  readonly width: number;
  readonly unit: number;
  readonly base: number;
  readonly least: number;
  readonly data: number;
}

interface Plan {
  readonly layout: number;
  readonly width: number;
  readonly shift: number;
  readonly base: number;
  /** The smallest step, for steps. */
  readonly least: number;
}

/** Bytes of the values of a column. */
function sizeOf({ layout, width }: Pick<Plan, 'layout' | 'width'>, n: number): number {
  if (layout === Layout.constant) return 0;
  return layout === Layout.bitOffsets || layout === Layout.bitSteps ? wordsFor(n, width) * 4 : width * n;
}

function planOf(values: Float64Array, n: number, grain: Grain): Plan {
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

function cellsAt(buffer: ArrayBufferLike, at: number, width: number, n: number): Uint8Array | Uint16Array | Uint32Array {
  if (width === 1) return new Uint8Array(buffer, at, n);
  return width === 2 ? new Uint16Array(buffer, at, n) : new Uint32Array(buffer, at, n);
}
