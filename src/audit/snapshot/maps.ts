import { PAGE_SIZE, type SnapshotVma } from './snapshot.ts';

const line = /^([0-9a-f]+)-([0-9a-f]+) (\S{4}) ([0-9a-f]+) \S+ (\d+) *(.*)$/;

/** Reads a line of /proc/PID/maps (Documentation/filesystems/proc.rst); null for any other line. */
export function parseMapsLine(text: string): SnapshotVma | null {
  const match = line.exec(text);
  if (!match) return null;
  const [, start, end, flags, offset, inode, name] = match;
  return {
    start: Number.parseInt(start, 16),
    end: Number.parseInt(end, 16),
    flags,
    pgoff: Number.parseInt(offset, 16) / PAGE_SIZE,
    inode: Number(inode),
    name,
  };
}

/** Reads /proc/PID/maps; the gate area `[vsyscall]` is left out: it belongs to no mm. */
export function parseMaps(text: string): SnapshotVma[] {
  const vmas: SnapshotVma[] = [];
  for (const each of text.split('\n')) {
    const vma = parseMapsLine(each);
    if (vma && vma.name !== '[vsyscall]') vmas.push(vma);
  }
  return vmas;
}
