/** Exit codes of the command line, as documented in the README. */
export const exitCode = {
  ok: 0,
  findings: 1,
  usage: 2,
  input: 3,
  partial: 4,
  output: 5,
  bug: 70,
  interrupted: 130,
} as const;

/** An error that is the person's to mend: one clear sentence, the fix, and the exit code it ends with. */
export class MmfoldError extends Error {
  readonly exitCode: number;
  constructor(message: string, code: number) {
    super(message);
    this.name = new.target.name;
    this.exitCode = code;
  }
}

/** A bad option, time, pid or SQL; a target that exists; a store of a newer schema. Exit 2. */
export class UsageError extends MmfoldError {
  constructor(message: string) {
    super(message, exitCode.usage);
  }
}

/** Input that cannot be read, or holds no event. Exit 3. */
export class InputError extends MmfoldError {
  constructor(message: string) {
    super(message, exitCode.input);
  }
}

/** Output that cannot be written, such as a full disk. Exit 5. */
export class OutputError extends MmfoldError {
  constructor(message: string) {
    super(message, exitCode.output);
  }
}

/** States what must hold if our own code is right; throws a plain Error (exit 70) when it does not. */
export function assert(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`mmfold bug: ${what}`);
}
