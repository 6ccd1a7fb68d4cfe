#!/usr/bin/env node
import { processIo } from './commands/parts/process-io.ts';
import { run } from './program.ts';

void run(process.argv.slice(2), processIo()).then((code) => {
  process.exitCode = code;
});
