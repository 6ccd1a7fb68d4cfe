import type { FieldFormat } from '../events/shape.ts';
import type { Skeleton, SkeletonField } from './shape-program.ts';

/** How much of a text the rules read: all; fields by name but all values as text (a name with very many shapes); nothing. */
export type Detail = 'typed' | 'named' | 'text';

/** Collects literals and fields; keeps field names apart as SQL does, without regard to case. */
class Sketch {
  private readonly literals: string[] = [];
  private readonly fields: SkeletonField[] = [];
  private readonly names = new Set<string>();
  private literal = '';

  write(literal: string): void {
    this.literal += literal;
  }

  field(name: string, format: FieldFormat, any = false): void {
    let unique = name;
    for (let n = 2; this.names.has(unique.toLowerCase()); n++) unique = `${name}_${n}`;
    this.names.add(unique.toLowerCase());
    this.fields.push({ name: unique, format, any });
    this.literals.push(this.literal);
    this.literal = '';
  }

  done(probe: boolean): Skeleton {
    return { probe, literals: [...this.literals, this.literal], fields: this.fields };
  }
}

const KEY = /(^|[\s,;({[])([A-Za-z_][\w.-]*)=(?!=)/g;
const SEPARATOR = /\s*(?:[,;]|==>|->|~|\|)?\s*[([{]?$/;
/** The same after a bracket that was opened before the key: `vec=6 [action=TIMER]`. */
const CLOSING_SEPARATOR = /\s*[\])}]+\s*(?:[,;]|==>|->|~|\|)?\s*[([{]?$/;
const UNIT = /^(-?\d+)(B|kB|KB|MB|GB|ns|us|ms|%)$/;
const SIGNED_LIMIT = 2n ** 63n;

/** Names of fields that are pointers: sixteen digits without a letter are hex there, and decimal elsewhere. */
const POINTER_NAME = /^(page|folio|mm|vma|ptr|mapping|file|task|addr(ess)?|\w*_(page|folio|mm|vma|ptr))$/;

/** The format of a value that prints back as it is; `text` for all others. */
function formatOf(name: string, value: string): FieldFormat {
  if (/^0x(0|[1-9a-f][0-9a-f]{0,15})$/.test(value)) return '0x';
  const decimal = /^(0|-?[1-9]\d{0,19})$/.test(value);
  if (/^[0-9a-f]{16}$/.test(value) && (!decimal || POINTER_NAME.test(name))) return 'x16';
  if (!decimal) return 'text';
  const exact = BigInt(value);
  if (exact >= -SIGNED_LIMIT && exact < SIGNED_LIMIT) return 'd';
  return exact > 0 && exact < 2n * SIGNED_LIMIT ? 'u' : 'text';
}

/** Writes one value: a number where it is one (zeros in front and a unit behind go to the literals), else text. */
function value(sketch: Sketch, name: string, text: string, detail: Detail): void {
  if (detail === 'typed' && number(sketch, name, text)) return;
  const quoted = /^"(.*)"$/s.exec(text);
  const [, before, after] = quoted ? ['', '"', '"'] : (/^(\s*).*?(\s*)$/s.exec(text) as RegExpExecArray);
  sketch.write(before);
  sketch.field(name, 'text', quoted !== null);
  sketch.write(after);
}

/** Writes a value that is a number; false when it is none. */
function number(sketch: Sketch, name: string, text: string): boolean {
  const format = formatOf(name, text);
  if (format !== 'text') {
    sketch.field(name, format);
    return true;
  }
  const unit = UNIT.exec(text);
  if (unit && formatOf(name, unit[1]) === 'd') {
    sketch.field(name, 'd');
    sketch.write(unit[2]);
    return true;
  }
  const padded = /^(0+)(?:0|[1-9]\d{0,9})$/.exec(text);
  if (padded === null) return false;
  sketch.write(padded[1]);
  sketch.field(name, 'd');
  return true;
}

/** Writes what stands before the first `key=`: pairs of a word and its value where it is that, else one text. */
function lead(sketch: Sketch, text: string, detail: Detail): void {
  const trimmed = text.trimEnd();
  const words = trimmed.split(' ');
  const pairs = words.length % 2 === 0 && words.every((w, k) => (k % 2 === 0 ? /^[A-Za-z_]\w*$/.test(w) : /^-?\d/.test(w)));
  for (let k = 0; pairs && k < words.length; k += 2) {
    sketch.write(`${k > 0 ? ' ' : ''}${words[k]} `);
    value(sketch, words[k], words[k + 1], detail);
  }
  if (!pairs && trimmed !== '') value(sketch, 'text', trimmed, 'named');
  sketch.write(text.slice(trimmed.length));
}

/** The keys of `key=value` pairs; none is looked for inside of a quoted value. */
function keysOf(text: string): RegExpExecArray[] {
  const keys: RegExpExecArray[] = [];
  let quoteEnd = 0;
  for (const key of text.matchAll(KEY)) {
    const start = key.index + key[0].length;
    if (start <= quoteEnd) continue;
    keys.push(key);
    const quoted = text[start] === '"' ? /"(?=[\s,;)]|$)/.exec(text.slice(start + 1)) : null;
    if (quoted) quoteEnd = start + 1 + quoted.index;
  }
  return keys;
}

/** What stands between a value and the next key, at the end of both. */
function separatorOf(piece: string): string {
  const closing = CLOSING_SEPARATOR.exec(piece);
  if (closing !== null && !/[([{]/.test(piece.slice(0, closing.index))) return closing[0];
  return (SEPARATOR.exec(piece) as RegExpExecArray)[0];
}

/** Writes `key=value` pairs with anything between them: a value reaches to the next key. */
function keyValues(sketch: Sketch, text: string, detail: Detail): void {
  const keys = keysOf(text);
  if (keys.length === 0) {
    if (text.trim() === '') sketch.write(text);
    else sketch.field('text', 'text', true);
    return;
  }
  lead(sketch, text.slice(0, keys[0].index + keys[0][1].length), detail);
  for (let k = 0; k < keys.length; k++) {
    const [whole, before, name] = keys[k];
    const start = keys[k].index + whole.length;
    const stop = k + 1 < keys.length ? keys[k + 1].index + keys[k + 1][1].length : text.length;
    const piece = text.slice(start, stop);
    const separator = separatorOf(piece);
    sketch.write(whole.slice(before.length));
    value(sketch, name, piece.slice(0, piece.length - separator.length), detail);
    sketch.write(separator);
  }
}

/**
 * Where a probe sits, as printed in front of its arguments: `func+0x4/0xe0`, an address, a tracepoint (`kmem.rss_stat`),
 * or `caller <- func` of a return probe. trace-cmd pads the name, so that blanks stand before it.
 */
const PLACE =
  /^ *\((?:(\S+(?: \[\w+\])?) <- (\S+(?: \[\w+\])?)|[\w.$]+\+0x[0-9a-f]+(?:\/0x[0-9a-f]+)?(?: \[\w+\])?|(?:0x)?[0-9a-f]{8,16}|\w+\.\w+)\)(?= |$)/;

/** `(place) key=value ...` of a kprobe, kretprobe, fprobe, uprobe or eprobe; null when the text is no such thing. */
function probe(text: string, detail: Detail): Skeleton | null {
  const place = PLACE.exec(text);
  if (place === null) return null;
  const sketch = new Sketch();
  const open = text.indexOf('(');
  sketch.write(text.slice(0, open + 1));
  if (place[1] !== undefined) {
    sketch.field('__probe_ret_ip', 'text', true);
    sketch.write(` <- ${place[2]})`);
  } else if (detail === 'typed') {
    sketch.write(place[0].slice(open + 1));
  } else {
    sketch.field('__probe_ip', 'text', true);
    sketch.write(')');
  }
  const rest = text.slice(place[0].length);
  const blank = rest.startsWith(' ') ? ' ' : '';
  sketch.write(blank);
  keyValues(sketch, rest.slice(blank.length), detail);
  return sketch.done(true);
}

const ARGUMENT = /(\w+): (0x[0-9a-f]+|[0-9a-f]+)/y;

/**
 * Arguments of a syscall, `(fd: 3, buf: 7ffd12, count: 10)`. Kernels before 7.0 print bare hex, later ones `0x` and hex
 * above 9 and one digit up to 9; both agree on single digits. What follows a value (a quoted path, names of flags) is
 * text `NAME_text`. Null when the text is no such thing.
 */
function syscall(text: string): Skeleton | null {
  if (!text.startsWith('(') || !text.endsWith(')')) return null;
  const sketch = new Sketch();
  const format: FieldFormat = /: 0x/.test(text) ? '9x' : 'x';
  const inside = text.slice(0, -1);
  let at = 1;
  sketch.write('(');
  while (at < inside.length) {
    ARGUMENT.lastIndex = at;
    const argument = ARGUMENT.exec(inside);
    if (argument === null) return null;
    sketch.write(`${argument[1]}: `);
    sketch.field(argument[1], format);
    at = ARGUMENT.lastIndex;
    const next = /, \w+: (?:0x)?[0-9a-f]+(?=[, ]|$)/.exec(inside.slice(at));
    const extra = next === null ? inside.slice(at) : inside.slice(at, at + next.index);
    if (extra !== '') {
      const quoted = / "(.*)"$/s.exec(extra);
      sketch.write(quoted ? ' "' : ' ');
      sketch.field(`${argument[1]}_text`, 'text', true);
      if (quoted) sketch.write('"');
      at += extra.length;
    }
    if (at < inside.length) {
      sketch.write(', ');
      at += 2;
    }
  }
  sketch.write(')');
  return sketch.done(false);
}

/** Events whose text is whatever somebody wrote into the trace: never taken apart. The kernel calls the field `buf`. */
const WRITTEN = new Set(['tracing_mark_write', 'print', 'bprint', 'raw_data']);

/** A text that is one field whole. */
export function wholeText(name: string): Skeleton {
  return { probe: false, literals: ['', ''], fields: [{ name: WRITTEN.has(name) ? 'buf' : 'text', format: 'text', any: true }] };
}

/** Whether a skeleton says no more than `wholeText`. */
export function isWhole(skeleton: Skeleton): boolean {
  return skeleton.fields.length === 1 && skeleton.fields[0].any === true && skeleton.literals.every((l) => l.trim() === '');
}

/**
 * Finds the skeleton of an event's text by general rules. The result is a proposal: whether each value prints back as it
 * was is for the matcher to say.
 */
export function sketchText(name: string, text: string, detail: Detail): Skeleton {
  if (detail === 'text' || WRITTEN.has(name)) return wholeText(name);
  if (name.endsWith('__ret') && /^-> 0x[0-9a-f]+$/.test(text)) {
    return { probe: false, literals: ['-> ', ''], fields: [{ name: 'ret', format: '0x' }] };
  }
  if (name === 'function') {
    const call = /^(.+?) <-(.+)$/s.exec(text);
    if (call) {
      const fields: SkeletonField[] = [
        { name: 'ip', format: 'text', any: true },
        { name: 'parent_ip', format: 'text', any: true },
      ];
      return { probe: false, literals: ['', ' <-', ''], fields };
    }
  }
  if (name.endsWith('_stack') && /^ *<.*>$/.test(text)) return { probe: false, literals: [text], fields: [] };
  const special = probe(text, detail) ?? (name.startsWith('sys_') ? syscall(text) : null);
  if (special !== null) return special;
  const sketch = new Sketch();
  const pad = (/^ */.exec(text) as RegExpExecArray)[0];
  sketch.write(pad);
  keyValues(sketch, text.slice(pad.length), detail);
  return sketch.done(false);
}
