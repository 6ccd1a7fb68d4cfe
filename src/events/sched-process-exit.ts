import { defineEvent, number, text } from './define.ts';

/** The running task exits; group_dead is printed by 7.x only. */
export const schedProcessExit = defineEvent({
  names: ['sched_process_exit'],
  probe: false,
  example: 'sched_process_exit: comm=python3.11 pid=3913 prio=120 group_dead=true',
  needs: { pid: number },
  wants: { group_dead: text },
  facts(e, emit) {
    emit({ kind: 'task_exit', pid: e.pid, groupDead: e.group_dead === null ? -1 : e.group_dead === 'true' ? 1 : 0 });
  },
});
