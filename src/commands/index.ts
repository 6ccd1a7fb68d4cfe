import { audit } from './audit.ts';
import { check } from './check.ts';
import { fold } from './fold.ts';
import { generate } from './generate.ts';
import { importCommand } from './import.ts';
import { info } from './info.ts';
import type { Command } from './parts/command.ts';
import { query } from './query.ts';
import { replay } from './replay.ts';
import { report } from './report.ts';

/** All commands, in the order of the help: add a file and a line. */
export const commands: readonly Command[] = [importCommand, fold, info, replay, query, report, audit, check, generate];
