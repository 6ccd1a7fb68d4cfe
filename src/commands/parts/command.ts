import type { Io } from './io.ts';

/** An option as commander writes it: `-o, --output <file>`, and what it does. */
export interface Option {
  readonly flags: string;
  readonly about: string;
}

/** What the person gave, already parted into arguments and options (by their long name in camelCase). */
export interface Given {
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
}

/**
 * One command. The definition is light, since `--help` reads them all: `run` imports what it needs when it is called.
 * `run` gives the exit code, 0 if it gives none, and throws a MmfoldError for what the person can mend.
 */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** As in the help: `<store>` must be there, `[sql]` may, `<trace...>` are one or more. */
  readonly usage: readonly { readonly name: string; readonly about: string }[];
  readonly options: readonly Option[];
  /** Complete command lines that can be copied. */
  readonly examples: readonly string[];
  run(given: Given, io: Io): Promise<number | undefined>;
}

/** The text of an option; undefined when it was not given. */
export function optionText({ options }: Given, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** True when an option without a value was given. */
export function optionFlag({ options }: Given, name: string): boolean {
  return options[name] === true;
}
