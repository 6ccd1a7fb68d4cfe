import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/** Tells what the process used, all threads together, on file descriptor 3. */
function tell(): void {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeSync(3, JSON.stringify({ cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024 }));
}

/** Preloaded into a process that is measured, and thereby into its threads. */
if (isMainThread) process.on('exit', tell);
