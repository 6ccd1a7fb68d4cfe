/** What a line that is no event is. */
export type LineClass =
  | { readonly kind: 'header' }
  | { readonly kind: 'continuation' }
  | { readonly kind: 'loss'; readonly cpu: number; readonly count: number | null }
  | { readonly kind: 'diagnostic'; readonly rule: string };

/** Lines that trace-cmd report writes above the events. */
const TRACE_CMD_HEADER = /^(cpus=\d+|version = \d+|CPU \d+ is empty)\s*$/;

/** `CPU:1 [LOST 702 EVENTS]` of the kernel, `CPU:1 [702 EVENTS DROPPED]` of trace-cmd; both also without a count. */
const LOSS = /^\s*CPU:(\d+) \[(?:LOST (?:(\d+) )?EVENTS|(?:(\d+) )?EVENTS DROPPED)\]\s*$/;

const STACK_FRAME = /^\s*=> /;
const DMESG = /^\s*\[\s*\d+\.\d+\]/;
const TORN = /\[\d{3,}\]/;

/** What stands above a line: an event or what belongs to it; something else below an event; no event at all. */
export type Above = 'event' | 'other' | 'nothing';

/**
 * Says what a line is that is neither an event nor blank.
 * Frames of a stack dump always belong to the event above; other text does when it follows at once (a text with a line
 * break in it, a line that a mailer wrapped).
 */
export function classify(text: string, above: Above): LineClass {
  if (text.startsWith('#') || TRACE_CMD_HEADER.test(text)) return { kind: 'header' };
  const loss = LOSS.exec(text);
  if (loss) {
    const count = loss[2] ?? loss[3];
    return { kind: 'loss', cpu: Number(loss[1]), count: count === undefined ? null : Number(count) };
  }
  if (DMESG.test(text)) return { kind: 'diagnostic', rule: 'dmesg-line' };
  if (TORN.test(text)) return { kind: 'diagnostic', rule: 'torn-event' };
  if (above === 'event' || (above === 'other' && STACK_FRAME.test(text))) return { kind: 'continuation' };
  return { kind: 'diagnostic', rule: 'not-an-event' };
}
