import type { Status } from './snapshot.ts';

/** Reads /proc/PID/status; null when the process had no mm any more (then the Vm lines are not there). */
export function parseStatus(text: string): Status | null {
  const kilobytes = (name: string): number | null => {
    const match = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text);
    return match ? Number(match[1]) : null;
  };
  const pages = (name: string): number => (kilobytes(name) ?? 0) / 4;
  const tables = kilobytes('VmPTE');
  if (tables === null) return null;
  return {
    rssAnon: pages('RssAnon'),
    rssFile: pages('RssFile'),
    rssShmem: pages('RssShmem'),
    swap: pages('VmSwap'),
    tableBytes: tables * 1024,
  };
}
