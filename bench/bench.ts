import type { Input } from './parts/input.ts';
import type { Cost } from './parts/measure.ts';

/** What a case has at hand. */
export interface Bench {
  /** How often each thing is measured; medians count. */
  readonly runs: number;
  /** For files of the run; removed at its end. */
  readonly folder: string;
  /** Generated texts, from the smallest to the largest. */
  readonly generated: readonly Input[];
  /** Real traces given by --trace, unpacked. */
  readonly captures: readonly Input[];
  /** Runs one mmfold command line in a process of its own. Throws when it fails. */
  mmfold(...args: readonly string[]): Cost;
  /** Lines of a text that is streamed into an import and never kept; null where nobody asked for one. */
  readonly stream: number | null;
  /** Says why a row is missing. */
  skip(why: string): void;
}

/** One line of the table: a measurement as a ratio to another one of the same run. */
export interface Row {
  /** What was measured, and on which input. */
  readonly what: string;
  readonly input: string;
  /** What it is compared with. */
  readonly against: string;
  readonly ratio: number;
  /** The same ratio by processor time, which other work on the machine disturbs less; null where it means nothing. */
  readonly cpuRatio: number | null;
  /** What the ratio should be: `<= 0.7`; null where it is only told. */
  readonly wanted: string | null;
  /** The measurements themselves, with their unit: `5.1 s beside 7.9 s`. */
  readonly figures: string;
}

/** One thing to measure: a file in bench/cases and a line in its list. */
export interface BenchCase {
  readonly name: string;
  run(bench: Bench): AsyncIterable<Row>;
}
