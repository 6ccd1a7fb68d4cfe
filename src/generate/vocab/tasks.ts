import type { Mm } from '../kernel/mm.ts';
import { directPtr } from '../kernel/slab.ts';
import type { Task } from '../task.ts';
import { Voice } from './voice.ts';

/** Arguments of a system call, in the kernel's order; texts are printed as they are (a decimal, an octal). */
export type CallArgs = readonly (readonly [name: string, value: number])[];

/** System calls, processes, and the birth and death of an mm. */
export class TaskVoice extends Voice {
  /** A marker written by a task into trace_marker. */
  mark(text: string): void {
    if (this.p.begins(0)) this.p.line(`tracing_mark_write: ${text}`);
  }

  enter(call: string, args: CallArgs): void {
    if (!this.p.begins(0)) return;
    const form = this.text === '7.2' ? hexFrom10 : (value: number): string => value.toString(16);
    this.p.line(`sys_${call}(${args.map(([name, value]) => `${name}: ${form(value)}`).join(', ')})`);
  }

  leave(call: string, ret: string): void {
    if (this.p.begins(0)) this.p.line(`sys_${call} -> 0x${ret}`);
  }

  newTask(child: Task, flags: number): void {
    if (!this.p.begins(0)) return;
    this.p.line(`task_newtask: pid=${child.tid} comm=${child.comm} clone_flags=${flags.toString(16)} oom_score_adj=0`);
  }

  fork(parent: Task, child: Task): void {
    if (!this.p.begins(0)) return;
    const names = `comm=${parent.comm} pid=${parent.tid} child_comm=${child.comm} child_pid=${child.tid}`;
    this.p.line(`sched_process_fork: ${names}`);
  }

  rename(task: Task, to: string): void {
    if (!this.p.begins(0)) return;
    this.p.line(`task_rename: pid=${task.tid} oldcomm=${task.comm} newcomm=${to} oom_score_adj=0`);
  }

  exit(task: Task, groupDead: boolean): void {
    if (!this.p.begins(0)) return;
    const dead = this.text === '7.2' ? ` group_dead=${groupDead}` : '';
    this.p.line(`sched_process_exit: comm=${task.comm} pid=${task.tid} prio=120${dead}`);
  }

  mmInit(mm: Mm, task: Task): void {
    const ns = this.text === '6.12' ? ' user_ns=0xffffffff82c4c440' : '';
    this.say('mm_init', this.text === '6.1' ? '' : `mm=0x${mm.ptr} p=0x${task.ptr}${ns}`);
  }

  mmInitRet(mm: Mm): void {
    this.say('mm_init__ret', `ret=0x${mm.ptr}`);
  }

  pgdAlloc(mm: Mm): void {
    this.say('pgd_alloc', `mm=0x${mm.ptr}`);
  }

  pgdAllocRet(mm: Mm): void {
    this.say('pgd_alloc__ret', `ret=0x${directPtr(mm.pgdPfn, 0)}`);
  }

  dupMmap(mm: Mm, old: Mm): void {
    this.say('dup_mmap', `mm=0x${mm.ptr} oldmm=0x${old.ptr}`);
  }

  exitMmap(mm: Mm): void {
    this.say('exit_mmap', `mm=0x${mm.ptr}`);
  }

  /** The tracepoint at the end of exit_mmap(): the maple tree is gone. */
  treeGone(mm: Mm): void {
    if (!this.p.begins(0)) return;
    const tree = this.text === '6.1' ? mm.ptr : mm.ptr.slice(0, -2) + (Number.parseInt(mm.ptr.slice(-2), 16) + 0x40).toString(16);
    this.p.line(`exit_mmap: mt_mod ${tree}, DESTROY`);
  }

  mmDrop(mm: Mm): void {
    this.say('__mmdrop', `mm=0x${mm.ptr}`);
  }

  madvise(mm: Mm, start: number, len: number, behavior: number): void {
    this.say(
      'do_madvise',
      `mm=0x${mm.ptr} start=0x${start.toString(16)} len_in=0x${len.toString(16)} behavior=0x${behavior.toString(16)}`,
    );
  }

  madviseRet(): void {
    this.say('do_madvise__ret', 'ret=0x0');
  }
}

/** 7.x prints numbers below ten as a digit, others as 0x hex. */
function hexFrom10(value: number): string {
  return value < 10 ? String(value) : `0x${value.toString(16)}`;
}
