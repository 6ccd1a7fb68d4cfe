import { wordsFor, writeBits } from './bits.ts';
import { aligned, type Grain, HEADER, Layout, sizeOf, TWO_32 } from './layout.ts';
import { type Plan, planOf } from './plan.ts';

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
    const { buffer } = this.bytes;
    if (plan.layout === Layout.doubles) new Float64Array(buffer, at, n).set(values.subarray(0, n));
    else if (plan.width === 6 && plan.layout === Layout.offsets) putSixes(values, n, plan, buffer, at);
    else {
      const narrow = this.narrowed(values, n, plan);
      if (plan.layout === Layout.bitOffsets || plan.layout === Layout.bitSteps)
        writeBits(new Uint32Array(buffer, at, wordsFor(n, plan.width)), plan.width, n, narrow);
      else if (plan.width === 1) copy8(narrow, new Uint8Array(buffer, at, n));
      else if (plan.width === 2) copy16(narrow, new Uint16Array(buffer, at, n));
      else new Uint32Array(buffer, at, n).set(narrow.subarray(0, n));
    }
  }

  /** What is stored of each number, where that is below 2^32. */
  private narrowed(values: Float64Array, n: number, { layout, shift, base, least }: Plan): Uint32Array {
    if (this.narrow.length < n) this.narrow = new Uint32Array(n * 2);
    const { narrow } = this;
    if (layout === Layout.steps || layout === Layout.bitSteps) {
      narrow[0] = 0;
      for (let i = 1; i < n; i++) narrow[i] = values[i] - values[i - 1] - least;
    } else {
      // As exact as a division: it is by a power of two.
      const scale = 2 ** -shift;
      for (let i = 0; i < n; i++) narrow[i] = (values[i] - base) * scale;
    }
    return narrow;
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
    this.scratch.set(Array.isArray(given) ? given.slice(0, n) : (given as Uint8Array).subarray(0, n));
    return this.scratch;
  }

  /** What was gathered. It is overwritten by what is gathered next, and whoever keeps it copies it: a copy here was a quarter of the time of writing a block. */
  take(): Uint8Array {
    const bytes = this.bytes.subarray(0, this.end);
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

function putSixes(values: Float64Array, n: number, { shift, base }: Plan, buffer: ArrayBufferLike, at: number): void {
  const low = new Uint32Array(buffer, at, n);
  const high = new Uint16Array(buffer, at + 4 * n, n);
  const scale = 2 ** -shift;
  for (let i = 0; i < n; i++) {
    const value = (values[i] - base) * scale;
    // Storing takes a number modulo 2^32 by itself; `%` of doubles is a call.
    low[i] = value;
    high[i] = value / TWO_32;
  }
}

/** Two of the same, so that each loop meets arrays of one type. */
function copy8(from: Uint32Array, to: Uint8Array): void {
  for (let i = 0; i < to.length; i++) to[i] = from[i];
}

function copy16(from: Uint32Array, to: Uint16Array): void {
  for (let i = 0; i < to.length; i++) to[i] = from[i];
}
