import { printShape, type Shape } from './shape.ts';

/** Names we give to lines that have none; see docs/trace-format.md. */
const NAMELESS = new Set(['function', 'kernel_stack', 'user_stack', 'unnamed']);

/** Prints an event as its line has it after the time: `name: text`, `sys_x(args)`, `sys_x -> 0x0` or `callee <-caller`. */
export function printEvent(shape: Shape, values: readonly (number | bigint | string)[]): string {
  const text = printShape(shape, values);
  if (NAMELESS.has(shape.name)) return text;
  if (!shape.probe && shape.name.startsWith('sys_') && text.startsWith('(') && text.endsWith(')')) return shape.name + text;
  if (shape.name.endsWith('__ret') && text.startsWith('-> ')) return `${shape.name.slice(0, -'__ret'.length)} ${text}`;
  return `${shape.name}: ${text}`;
}
