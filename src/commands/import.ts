import type { Command } from './parts/command.ts';

export const importCommand = {
  name: 'import',
  summary: 'read a trace into a store',
  usage: [{ name: '<trace...>', about: 'ftrace text, plain or gzip; - is stdin' }],
  options: [
    { flags: '-o, --output <store>', about: 'the store to make; a directory for several traces' },
    { flags: '--force', about: 'replace a store that exists' },
    { flags: '--strict', about: 'exit 4 when lines were no events, or events were lost' },
    { flags: '--no-fold', about: 'store the events only' },
    { flags: '--since <time>', about: 'leave out what is before: 102.3, 1500us, +5s' },
    { flags: '--until <time>', about: 'leave out what is after' },
    { flags: '--pid <pids>', about: 'only these threads or processes: 3901,3902' },
    { flags: '--cpu <cpus>', about: 'only these CPUs: 0,1' },
    { flags: '--event <names>', about: 'only these events: mm_page_alloc,mmap_lock_*' },
  ],
  examples: ['mmfold import trace.txt.gz -o t.db', 'cat /sys/kernel/tracing/trace | mmfold import - -o t.db'],
  async run(given, io) {
    const { runImport } = await import('./import/run.ts');
    return runImport(given, io);
  },
} as const satisfies Command;
