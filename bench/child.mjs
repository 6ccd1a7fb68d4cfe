// Runs one mmfold command line in a process of its own and tells what it cost: node bench/child.mjs ARGS
import { run } from '../dist/program.js';

const quiet = {
  stdout: { write: () => {} },
  warn: (line) => process.stderr.write(`${line}\n`),
  screen: null,
  readStdin: async () => '',
};
const begin = performance.now();
const code = await run(process.argv.slice(2), quiet);
const { maxRSS } = process.resourceUsage();
process.stdout.write(JSON.stringify({ code, seconds: (performance.now() - begin) / 1000, megabytes: maxRSS / 1024 }));
