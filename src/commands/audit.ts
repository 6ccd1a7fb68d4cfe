import type { Command } from './parts/command.ts';
import { rowOptions } from './parts/print-rows.ts';

export const audit = {
  name: 'audit',
  summary: "compare the replayed state with the kernel's own answers, saved at markers",
  usage: [{ name: '<store>', about: 'a store made by import' }],
  options: [
    { flags: '--snapshots <path>', about: 'a folder of snapshot files, or a tar archive of them' },
    { flags: '--marker <text>', about: "how a marker's text begins, {n} for its number (default: GT {n} BEGIN)" },
    { flags: '--differences <count>', about: 'how many single differences to tell (default: 10)' },
    { flags: '--kernel <release>', about: 'fold as this kernel does, where the trace does not tell' },
    ...rowOptions,
  ],
  examples: [
    'mmfold audit t.db --snapshots fixtures/tiny-7.2/snapshots.tar.br',
    "mmfold audit t.db --snapshots snapshots --marker 'step {n}' --format json",
  ],
  async run(given, io) {
    const { runAudit } = await import('./audit/run.ts');
    return runAudit(given, io);
  },
} as const satisfies Command;
