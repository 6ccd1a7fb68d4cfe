import { defineEvent, number } from './define.ts';

/** The new mm was installed (fs/exec.c, begin_new_exec calls exec_mmap). */
export const beginNewExec = defineEvent({
  names: ['begin_new_exec__ret'],
  probe: true,
  example: 'begin_new_exec__ret: (load_elf_binary+0x358/0x1920 <- begin_new_exec) ret=0x0',
  needs: { ret: number },
  facts(e, emit, at) {
    if (e.ret === 0) emit({ kind: 'task_exec', pid: at.tid });
  },
});
