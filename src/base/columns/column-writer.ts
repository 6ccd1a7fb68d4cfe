import { wordsFor, writeBits } from './bits.ts';
import { aligned, cellsAt, type Grain, HEADER, Layout, sizeOf, TWO_32 } from './layout.ts';
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
