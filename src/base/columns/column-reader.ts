import { type Column, ColumnCursor } from './column-cursor.ts';
import { aligned, cellsAt, HEADER, Layout, sizeOf } from './layout.ts';

/** Numbers go to arrays of other types by way of doubles: loops over arrays of one type take a third of the time of loops over five. */
const AT_ONCE = 1024;

/** Reads columns in the order in which they were written. */
export class ColumnReader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at = 0;
  private readonly cursor = new ColumnCursor();
  private scratch: Float64Array | null = null;

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
      this.cursor.open(column).read(out, 0, column.n);
      return out as T;
    }
    const { n, layout, width, base, unit, buffer, data } = column;
    if (layout === Layout.constant) target.fill(base, 0, n);
    else if (layout === Layout.offsets && base === 0 && unit === 1 && width < 6) target.set(cellsAt(buffer, data, width, n));
    else this.through(column, target);
    return target;
  }

  private through(column: Column, target: Uint32Array | Uint16Array | Uint8Array): void {
    const { n } = column;
    const cursor = this.cursor.open(column);
    this.scratch ??= new Float64Array(AT_ONCE);
    for (let at = 0; at < n; at += AT_ONCE) {
      const some = Math.min(AT_ONCE, n - at);
      cursor.read(this.scratch, 0, some);
      target.set(this.scratch.subarray(0, some), at);
    }
  }

  /** The first `count` numbers of the next column. */
  first(count: number): Float64Array {
    const column = this.header();
    const out = new Float64Array(Math.min(count, column.n));
    this.cursor.open(column).read(out, 0, out.length);
    return out;
  }

  /** Opens the cursor on the next column, to read it little by little. */
  open(cursor: ColumnCursor): void {
    cursor.open(this.header());
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
    this.at = at + HEADER + aligned(sizeOf({ layout, width }, n));
    return {
      n,
      layout,
      width,
      unit: 2 ** view.getUint8(at + 6),
      base: view.getFloat64(at + 8, true),
      least: view.getFloat64(at + 16, true),
      buffer: this.bytes.buffer,
      data: this.bytes.byteOffset + at + HEADER,
    };
  }
}
