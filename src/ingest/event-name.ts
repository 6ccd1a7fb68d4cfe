import { decode } from './decode.ts';
import { ByteInterner } from './intern.ts';
import { NamedShapes } from './shapes.ts';

/** Event names that are told apart; a trace with more is no trace. */
const MOST_NAMES = 16384;

const SPACE = 32;
const OPEN = 40;
const COLON = 58;
const LESS = 60;
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

  private readonly names = new ByteInterner(MOST_NAMES);
  private readonly shapes: NamedShapes[] = [];
  private readonly returns: (NamedShapes | undefined)[] = [];
  private readonly function = new NamedShapes(FUNCTION);
  private readonly kernelStack = new NamedShapes(KERNEL_STACK);
  private readonly userStack = new NamedShapes(USER_STACK);
  private readonly unnamed = new NamedShapes(UNNAMED);

  constructor() {
    this.named = this.unnamed;
  }

  /** Reads the name at b[start..end); what has none is `function`, `kernel_stack`, `user_stack` or `unnamed`. */
  read(b: Uint8Array, start: number, end: number): void {
    while (b[start] === SPACE && start < end) start++;
    const first = this.skipDifference(b, start, end);
    start = first;
    let i = start;
    for (;;) {
      let c = b[i];
      while (i < end && c !== COLON && c !== SPACE && c !== OPEN) c = b[++i];
      if (i === end || i === start) return this.without(b, first, end);
      if (c === COLON) {
        if (i + 1 === end) return this.with(b, start, i, end);
        if (b[i + 1] === SPACE) return this.with(b, start, i, i + 2);
        start = ++i;
        continue;
      }
      if (c === OPEN && isSyscall(b, start)) return this.with(b, start, i, i);
      if (c === SPACE && b[i + 1] === DASH && b[i + 2] === GREATER) return this.return(b, start, i);
      return this.without(b, first, end);
    }
  }

  /** Skips the `(+64)` that `trace-cmd report --ts-diff` puts before the name. */
  private skipDifference(b: Uint8Array, start: number, end: number): number {
    if (b[start] !== OPEN || b[start + 1] !== 43) return start;
    let i = start + 2;
    while (i < end && b[i] !== 41) i++;
    for (i++; i < end && b[i] === SPACE; ) i++;
    return Math.min(i, end);
  }

  private with(b: Uint8Array, start: number, end: number, text: number): void {
    this.text = text;
    const id = this.names.intern(b, start, end);
    if (id < 0) {
      this.named = this.unnamed;
      this.text = start;
      return;
    }
    if (id === this.shapes.length) this.shapes.push(new NamedShapes(decode(b, start, end)));
    this.named = this.shapes[id];
  }

  /** `sys_x -> 0x0`: the return of a syscall is an event of its own, `sys_x__ret`. */
  private return(b: Uint8Array, start: number, end: number): void {
    this.with(b, start, end, end + 1);
    if (this.named === this.unnamed) return;
    const id = this.names.intern(b, start, end);
    this.returns[id] ??= new NamedShapes(`${this.named.name}__ret`);
    this.named = this.returns[id];
  }

  private without(b: Uint8Array, start: number, end: number): void {
    this.text = start;
    this.named = this.unnamed;
    for (let i = start; i + 2 < end; i++) {
      if (b[i] === SPACE && b[i + 1] === LESS && b[i + 2] === DASH) this.named = this.function;
    }
    if (b[start] !== LESS) return;
    const text = decode(b, start, end);
    if (/^<stack trace ?>$/.test(text)) this.named = this.kernelStack;
    else if (/^<user stack trace>$/.test(text)) this.named = this.userStack;
  }
}
