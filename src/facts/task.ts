/** Who runs, and in which mm. */
export const taskFacts = {
  /** The running task created `child`; `flags` are CLONE_*. */
  task_fork: ['child', 'flags'],
  /** The running task executes a new program: its pending mm becomes its mm. */
  task_exec: ['pid'],
  /** The running task exits; `groupDead` 1 when it was the last of its group, -1 when the kernel does not say. */
  task_exit: ['pid', 'groupDead'],
  /** madvise begins; `behavior` is MADV_*. */
  madvise_begin: ['behavior'],
  /** The running task is done with an mm system call: it holds no VMA lock any more. */
  call_end: [],
  /** A system call began (`nr` is our number in models/syscall, the arguments as printed). */
  syscall_enter: ['call', 'a0', 'a1', 'a2', 'a3', 'a4', 'a5'],
  syscall_exit: ['call', 'ret'],
} as const;
