/** A block of commands in a page, and the output shown right below it; null when none is shown. */
export interface Example {
  readonly commands: readonly string[];
  readonly shown: readonly string[] | null;
}

/** The blocks marked `sh` of a page; a block marked `text` that follows at once is the output of the last command. */
export function examplesOf(page: string): Example[] {
  const blocks = page.matchAll(/^```sh\n(.*?)^```\n(?:```text\n(.*?)^```\n)?/gms);
  return [...blocks].map(([, commands, shown]) => ({
    commands: commands.trimEnd().split('\n'),
    shown: shown === undefined ? null : shown.trimEnd().split('\n'),
  }));
}

/** Splits a command line as a shell does, as far as pages need it: blanks and quotes. */
export function words(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, bare]) => single ?? double ?? bare);
}

/** Lines shown that the output does not have, in this order; `...` stands for any lines. */
export function notIn(output: string, shown: readonly string[]): string[] {
  const lines = output.split('\n').map((line) => line.trimEnd());
  let at = 0;
  return shown.filter((line) => {
    if (line === '...') return false;
    const found = lines.indexOf(line, at);
    if (found >= 0) at = found + 1;
    return found < 0;
  });
}
