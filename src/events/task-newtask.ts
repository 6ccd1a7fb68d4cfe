import { defineEvent, number } from './define.ts';

/** A task was created by the running one (include/trace/events/task.h). clone_flags is bare hex. */
export const taskNewtask = defineEvent({
  names: ['task_newtask'],
  probe: false,
  example: 'task_newtask: pid=3912 comm=gtw clone_flags=1200000 oom_score_adj=0',
  needs: { pid: number, clone_flags: number },
  facts(e, emit) {
    emit({ kind: 'task_fork', child: e.pid, flags: e.clone_flags });
  },
});
