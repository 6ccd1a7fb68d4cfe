import type { Row } from '../bench.ts';
import type { Input } from './input.ts';
import type { Cost } from './measure.ts';

/** A row for the time of one thing as a ratio to that of another. */
export function ratioRow(
  what: string,
  input: Input,
  against: string,
  one: Omit<Cost, 'megabytes'>,
  other: Omit<Cost, 'megabytes'>,
  wanted: string | null,
): Row {
  return {
    what,
    input: input.name,
    against,
    ratio: one.seconds / other.seconds,
    cpuRatio: one.cpuSeconds / other.cpuSeconds,
    wanted,
    figures: beside(secondsText(one), secondsText(other)),
  };
}

export function beside(one: string, other: string): string {
  return `${one} beside ${other}`;
}

function secondsText({ seconds, cpuSeconds }: Omit<Cost, 'megabytes'>): string {
  return `${seconds.toFixed(2)} s (cpu ${cpuSeconds.toFixed(2)})`;
}

/** Whether a ratio is as wanted: `<= 0.7`, `>= 4`. */
export function isMet(ratio: number, wanted: string): boolean {
  const [relation, limit] = wanted.split(' ');
  return relation === '<=' ? ratio <= Number(limit) : ratio >= Number(limit);
}
