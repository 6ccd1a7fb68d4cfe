import { defineEvent, number } from './define.ts';

/** execve() reached the point of no return (include/trace/events/sched.h). */
export const schedProcessExec = defineEvent({
  names: ['sched_process_exec'],
  probe: false,
  example: 'sched_process_exec: filename=/usr/bin/python3.11 pid=3912 old_pid=3912',
  needs: { pid: number },
  facts(e, emit) {
    emit({ kind: 'task_exec', pid: e.pid });
  },
});
