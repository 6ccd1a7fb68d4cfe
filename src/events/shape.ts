import { hex } from '../base/word.ts';

/**
 * How one value was printed, so that it can be printed again byte for byte:
 * `0x` hex with 0x and no padding; `x` bare hex without padding (ambiguous digits: only where a definition says so);
 * `9x` one decimal digit up to 9 and `0x` hex above (arguments of syscalls since 7.0); `x16` sixteen bare hex digits, as
 * `%p` prints; `d` signed decimal; `u` unsigned decimal of a 64-bit word (its value here is still the signed word);
 * `text` anything else.
 */
export type FieldFormat = '0x' | 'x' | '9x' | 'x16' | 'd' | 'u' | 'text';

/** A field of a shape, in the order printed. */
export interface ShapeField {
  readonly name: string;
  readonly format: FieldFormat;
}

/**
 * The skeleton of an event's text: the literal pieces and the fields between them. Lines of one event name that are
 * printed alike share a shape; what differs between them is only the values.
 * `literals` has one more element than `fields`: text = literals[0] value[0] literals[1] ... literals[n].
 */
export interface Shape {
  /** The event's name as printed; `sys_mmap` and its return line are `sys_mmap` and `sys_mmap__ret`. */
  readonly name: string;
  /** True for kprobe, kretprobe and fprobe events, whose text begins with `(func+0x..` . */
  readonly probe: boolean;
  readonly literals: readonly string[];
  readonly fields: readonly ShapeField[];
}

/** Prints one value as the kernel did. */
export function printValue(format: FieldFormat, value: number | bigint | string): string {
  if (typeof value === 'string') return value;
  switch (format) {
    case '0x':
      return hex(value);
    case 'x':
      return hex(value).slice(2);
    case '9x':
      return value >= 0 && value <= 9 ? value.toString() : hex(value);
    case 'x16':
      return hex(value).slice(2).padStart(16, '0');
    case 'u':
      return BigInt.asUintN(64, BigInt(value)).toString();
    default:
      return BigInt(value).toString();
  }
}

/** Prints the event's text (all after `name`), byte for byte as it was read. */
export function printShape(shape: Shape, values: readonly (number | bigint | string)[]): string {
  let text = shape.literals[0];
  for (let i = 0; i < shape.fields.length; i++) text += printValue(shape.fields[i].format, values[i]) + shape.literals[i + 1];
  return text;
}
