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
  /** mm system calls by the running task, as called; sys_exit gives the result of the one in progress. */
  sys_mmap: ['addr', 'len', 'prot', 'flags', 'fd', 'off'],
  sys_munmap: ['addr', 'len'],
  sys_mprotect: ['addr', 'len', 'prot'],
  /** mlock (`lock` 1) or munlock. */
  sys_mlock: ['addr', 'len', 'lock'],
  sys_mremap: ['addr', 'oldLen', 'newLen', 'flags'],
  sys_brk: ['brk'],
  sys_madvise: ['addr', 'len', 'behavior'],
  sys_exit: ['ret'],
  /** The processor faulted on a user address. */
  page_fault: ['va', 'write', 'present'],
} as const;
