import type { Command } from './parts/command.ts';
import { rowOptions } from './parts/print-rows.ts';

export const check = {
  name: 'check',
  summary: 'the invariants of the mm protocols: which are violated, where, and what could not be judged',
  usage: [{ name: '[store]', about: 'a store made by import' }],
  options: [
    { flags: '--list', about: 'all rules, with their meaning and kernel source' },
    { flags: '--rule <ids>', about: 'only these, with commas between: A7,E-I5' },
    {
      flags: '--severity <letters>',
      about: 'only rules of severity B (memory safety), C (lost data), L (leaks), P (policy), T (trace)',
    },
    {
      flags: '--clock-skew <time>',
      about: 'events of different CPUs closer than this have no order (default: the printed resolution)',
    },
    { flags: '--kernel <release>', about: 'the kernel, and choices of its design: 7.2,ptReclaim=R1' },
    { flags: '--empty-age <time>', about: 'alarm when a PTE table stays empty longer (rule B11)' },
    { flags: '--relink-age <time>', about: 'alarm when a freed table is needed again sooner (rule B12)' },
    { flags: '--wake-age <time>', about: 'alarm when a writer is woken later (rule D16)' },
    { flags: '--bugs', about: 'self-test: plant every bug in generated traces and tell which rules find it' },
    { flags: '--sound', about: 'self-test: every scenario on every kernel without a bug' },
    { flags: '--seeds <count>', about: 'runs for each row of a self-test (default: 20)' },
    { flags: '--events <count>', about: 'length of the traces of a self-test (default: 40000 with a bug, else 20000)' },
    { flags: '--vocabulary <which>', about: 'what generated traces show: stock, probes or full (default: full)' },
    ...rowOptions,
  ],
  examples: [
    'mmfold check t.db',
    'mmfold check t.db --severity B,C --format json',
    'mmfold check --list',
    'mmfold check --bugs --seeds 5',
  ],
  async run(given, io) {
    const { runCheck } = await import('./check/run.ts');
    return runCheck(given, io);
  },
} as const satisfies Command;
