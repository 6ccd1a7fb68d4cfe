import type { MmDump, VmaDump } from './snapshot.ts';

/**
 * Reads a dump of the structs: a line `MM <mm> name=value ...` and lines `VMA <vma> name=value ...`. Bounds, pgoff and
 * sequence numbers are hex without 0x, pgtables_bytes is decimal.
 */
export function parseVma(text: string): MmDump {
  const vmas = new Map<number, VmaDump>();
  let mm: Map<string, string> = new Map();
  let hasLockSeq = false;
  for (const line of text.split('\n')) {
    const fields = new Map(line.split(' ').map((pair) => splitPair(pair)));
    if (line.startsWith('MM ')) mm = fields;
    if (!line.startsWith('VMA ')) continue;
    const lockSeq = hexField(fields, 'lock_seq');
    if (lockSeq !== null) hasLockSeq = true;
    vmas.set(hexField(fields, 'start') ?? -1, {
      pgoff: hexField(fields, 'pgoff') ?? 0,
      lockSeq,
      refcnt: hexField(fields, 'refcnt'),
    });
  }
  const bytes = mm.get('pgtables_bytes');
  return {
    tableBytes: bytes === undefined ? null : Number(bytes),
    lockSeq: hasLockSeq ? hexField(mm, 'mm_lock_seq') : null,
    mmapLock: lockState(mm.get('mmap_lock_count')),
    vmas,
  };
}

/** rw_semaphore.count (kernel/locking/rwsem.c): bit 0 is a writer, readers count from bit 8. */
function lockState(count: string | undefined): MmDump['mmapLock'] {
  if (count === undefined) return null;
  const bits = BigInt(`0x${count}`);
  if (bits & 1n) return 'write';
  return bits >> 8n > 0n ? 'read' : 'free';
}

function hexField(fields: ReadonlyMap<string, string>, name: string): number | null {
  const digits = fields.get(name);
  return digits === undefined ? null : Number.parseInt(digits, 16);
}

function splitPair(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
}
