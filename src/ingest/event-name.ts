import { decode } from './decode.ts';
import { ByteInterner } from './intern.ts';
import { NamedShapes } from './shapes.ts';
import type { Window } from './window.ts';

/** Event names that are told apart; a trace with more is no trace. */
const MOST_NAMES = 16384;

const SPACE = 32;
const OPEN = 40;
const CLOSE = 41;
const PLUS = 43;
const COLON = 58;
const GREATER = 62;
const DASH = 45;

/** Names we give where the line has none: a call seen by the function tracer, stack dumps, and anything else. */
export const FUNCTION = 'function';
export const KERNEL_STACK = 'kernel_stack';
export const USER_STACK = 'user_stack';
export const UNNAMED = 'unnamed';

function isSyscall(b: Uint8Array, i: number): boolean {
  return b[i] === 115 && b[i + 1] === 121 && b[i + 2] === 115 && b[i + 3] === 95;
}

/** Splits what follows the time into the event's name and its text. */
export class EventName {
  /** The name's shapes. */
  named: NamedShapes;
  /** Where the event's text begins. */
  text = 0;

  private readonly window: Window;
  private readonly names: ByteInterner;
  private readonly shapes: NamedShapes[] = [];
  private readonly returns: (NamedShapes | undefined)[] = [];
  private readonly function = new NamedShapes(FUNCTION);
  private readonly kernelStack = new NamedShapes(KERNEL_STACK);
  private readonly userStack = new NamedShapes(USER_STACK);
  private readonly unnamed = new NamedShapes(UNNAMED);
  private above: NamedShapes = this.unnamed;

  constructor(window: Window) {
    this.window = window;
    this.names = new ByteInterner(window, MOST_NAMES);
    this.named = this.unnamed;
  }

  /** Reads the name at [start, end) of the window; what has none is `function`, `kernel_stack`, `user_stack` or `unnamed`. */
  read(start: number, end: number): void {
    const b = this.window.bytes;
    let name = start;
    while (name < end && b[name] === SPACE) name++;
    if (b[name] === OPEN) name = this.skipDifference(name, end);
    if (!this.guess(name, end) && !this.scan(name, end)) this.without(name, end);
  }

  /** Looks for the end of the name; false when this is no `name: text`, `sys_x(args)` or `sys_x -> ret`. */
  private scan(start: number, end: number): boolean {
    const b = this.window.bytes;
    let name = start;
    for (let i = start; ; name = i) {
      let c = b[i];
      while (c > COLON || (c !== COLON && c !== SPACE && c !== OPEN && i < end)) c = b[++i];
      if (i >= end || i === name) return false;
      if (c === COLON && (i + 1 === end || b[i + 1] === SPACE)) return this.with(name, i, Math.min(i + 2, end));
      if (c === OPEN) return isSyscall(b, name) && this.with(name, i, i);
      if (c === SPACE) return b[i + 1] === DASH && b[i + 2] === GREATER && this.return(name, i);
      i++;
    }
  }

  /** Skips the `(+64)` that `trace-cmd report --ts-diff` puts before the name. */
  private skipDifference(start: number, end: number): number {
    const b = this.window.bytes;
    if (b[start + 1] !== PLUS) return start;
    let i = start + 2;
    while (i < end && b[i] !== CLOSE) i++;
    for (i++; i < end && b[i] === SPACE; ) i++;
    return Math.min(i, end);
  }

  /** Tries the names that came after the name above before: events come in habitual orders. */
  private guess(start: number, end: number): boolean {
    const b = this.window.bytes;
    const above = this.above;
    for (let id = above.next; id >= 0; id = id === above.next ? above.nextBut : -1) {
      if (!this.names.isAt(id, start)) continue;
      const colon = start + this.names.lengthOf(id);
      if (b[colon] !== COLON || b[colon + 1] !== SPACE || colon >= end) continue;
      this.named = this.shapes[id];
      this.above = this.named;
      this.text = colon + 2;
      return true;
    }
    return false;
  }

  private with(start: number, end: number, text: number): boolean {
    this.text = text;
    const id = this.names.intern(start, end);
    if (id < 0) return false;
    if (id === this.shapes.length) this.shapes.push(new NamedShapes(decode(this.window.bytes, start, end)));
    this.named = this.shapes[id];
    if (this.above.next !== id) this.above.nextBut = this.above.next;
    this.above.next = id;
    this.above = this.named;
    return true;
  }

  /** `sys_x -> 0x0`: the return of a syscall is an event of its own, `sys_x__ret`. */
  private return(start: number, end: number): boolean {
    const id = this.names.intern(start, end);
    if (id < 0 || !this.with(start, end, end + 1)) return false;
    this.returns[id] ??= new NamedShapes(`${this.named.name}__ret`);
    this.named = this.returns[id];
    return true;
  }

  private without(start: number, end: number): void {
    const text = decode(this.window.bytes, start, end);
    this.text = start;
    if (text.includes(' <-')) this.named = this.function;
    else if (/^<stack trace ?>$/.test(text)) this.named = this.kernelStack;
    else if (text === '<user stack trace>') this.named = this.userStack;
    else this.named = this.unnamed;
  }
}
