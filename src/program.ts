import { readFileSync } from 'node:fs';
import { Command as Commander, CommanderError } from 'commander';
import { exitCode, MmfoldError } from './base/errors.ts';
import { commands } from './commands/index.ts';
import type { Command, Given } from './commands/parts/command.ts';
import type { Io } from './commands/parts/io.ts';

const description =
  'Replays a Linux memory-management trace to any instant: what was mapped at T, who held which lock, which event made it so.';

const exitCodes =
  'Exit codes: 0 ok, 1 findings, 2 usage, 3 input unreadable, 4 partial (--strict), 5 output not writable, 70 a bug of mmfold, 130 interrupted.';

/** Runs one command line (without node and script); gives the exit code. Nothing is thrown: errors are said on `io`. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let code: number = exitCode.ok;
  const program = buildProgram(io, (result) => {
    code = result ?? exitCode.ok;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    return report(error, io);
  }
}

function buildProgram(io: Io, ended: (code: number | undefined) => void): Commander {
  const program = new Commander('mmfold').description(description).version(version()).addHelpText('after', `\n${exitCodes}`);
  for (const command of commands) addCommand(program, command, io, ended);
  for (const each of [program, ...program.commands]) {
    each.exitOverride().configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      outputError: (text) => io.warn(text.replace(/^error: /, '').trim()),
      writeErr: (text) => void io.stdout.write(text),
    });
  }
  return program;
}

function addCommand(program: Commander, command: Command, io: Io, ended: (code: number | undefined) => void): void {
  const sub = program.command(command.name).summary(command.summary).description(`${command.name}: ${command.summary}`);
  for (const { name, about } of command.usage) sub.argument(name, about);
  for (const { flags, about } of command.options) sub.option(flags, about);
  sub.addHelpText('after', `\nExamples:\n${command.examples.map((example) => `  ${example}\n`).join('')}`);
  sub.action(async () => {
    const given: Given = { args: sub.processedArgs.flat().filter((each) => each !== undefined), options: sub.opts() };
    ended(await command.run(given, io));
  });
}

/** Says what went wrong and gives the exit code. What we did not expect is our bug. */
function report(error: unknown, io: Io): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.usage;
  if (error instanceof MmfoldError) {
    io.warn(error.message);
    return error.exitCode;
  }
  const bug = error instanceof Error ? error : new Error(String(error));
  io.warn(`this is a bug in mmfold: ${bug.message} (MMFOLD_DEBUG=1 shows where)`);
  if (process.env.MMFOLD_DEBUG) io.warn(bug.stack ?? '');
  return exitCode.bug;
}

function version(): string {
  const { version: text } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  return text;
}
