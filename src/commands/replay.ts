import type { Command } from './parts/command.ts';
import { rowOptions } from './parts/print-rows.ts';

export const replay = {
  name: 'replay',
  summary: 'the state at a moment: what is mapped, who holds which lock, which event made it so',
  usage: [{ name: '<store>', about: 'a store made by import' }],
  options: [
    { flags: '--to <time>', about: 'seconds, 1500us, +1.5ms, start, end, #EVENT or @MARKER (default: end)' },
    { flags: '--pid <pid>', about: 'only the address space that this process uses' },
    { flags: '--mm <pointer>', about: 'only this mm_struct' },
    { flags: '--addr <address>', about: 'only what holds this user address' },
    { flags: '--pfn <pfn>', about: 'only what maps this page frame' },
    { flags: '--show <parts>', about: 'of vma,pte,table,vma-lock,mmap-lock,folio,rss' },
    { flags: '--kernel <release>', about: 'fold as this kernel does, where the trace does not tell' },
    ...rowOptions,
  ],
  examples: [
    "mmfold replay t.db --to '@GT 13 BEGIN' --pid 3908",
    'mmfold replay t.db --to 69.36 --pid 3908 --addr 0x7fdf23216000 --show vma,pte',
    "mmfold replay t.db --to '#32000' --format json -o state.json",
  ],
  async run(given, io) {
    const { runReplay } = await import('./replay/run.ts');
    return runReplay(given, io);
  },
} as const satisfies Command;
