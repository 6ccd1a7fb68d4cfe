/** Numbers that look random, the same for the same seed: mulberry32, in [0, 1). */
export function randomly(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

const GIB = 2 ** 30;
/** The low 48 bits of where things lie without KASLR (Documentation/arch/x86/x86_64/mm.rst). */
const directMap = [0x8880_0000_0000, 0xc880_0000_0000] as const;
const vmemmap = [0xea00_0000_0000, 0xeb00_0000_0000] as const;
const text = [0xffff_8000_0000, 0xffff_c000_0000] as const;
const inside = (low: number, [from, to]: readonly [number, number]): boolean => low >= from && low < to;

/** The same trace of a boot that put vmemmap, the direct map and the kernel's text elsewhere. */
export function withKaslr(trace: string, seed: number): string {
  const random = randomly(seed);
  const [byVmemmap, byMap] = [(1 + Math.floor(random() * 0xffe)) * GIB, (1 + Math.floor(random() * 0x3ffe)) * GIB];
  const byText = (1 + Math.floor(random() * 0x1ee)) * 2 ** 21;
  return trace.replace(
    /(?<![0-9a-f])(0x)?ffff([0-9a-f]{12})(?![0-9a-f])/g,
    (printed, prefix: string | undefined, digits: string) => {
      const low = Number.parseInt(digits, 16);
      let moved = low;
      if (inside(low, vmemmap)) moved = low - 0x1600_0000_0000 + byVmemmap;
      else if (inside(low, directMap)) moved = low + byMap;
      else if (inside(low, text)) moved = low + byText;
      else return printed;
      return `${prefix ?? ''}ffff${moved.toString(16).padStart(12, '0')}`;
    },
  );
}

/** The same trace of a boot without no_hash_pointers: `%p` of tracepoints is a hash, what probes fetch is raw. */
export function withHashedPointers(trace: string, seed: number): string {
  const hash = (digits: string): string => {
    let x = Math.imul(Number.parseInt(digits.slice(-8), 16) ^ seed, 0x9e37_79b1);
    x = Math.imul(x ^ (x >>> 15), 0x85eb_ca6b);
    return `00000000${((x ^ (x >>> 13)) >>> 0).toString(16).padStart(8, '0')}`;
  };
  return trace.replace(/^.*$/gm, (line) =>
    line.includes(': (') ? line : line.replace(/(?<![0-9a-fx])ffff[0-9a-f]{12}(?![0-9a-f])/g, hash),
  );
}

/** The same trace without its lines from `from` to `to` (as shares of it): LOST marks where each CPU goes on. */
export function withHole(trace: string, from: number, to: number): string {
  const lines = trace.split('\n');
  const [first, last] = [Math.floor(lines.length * from), Math.floor(lines.length * to)];
  const lost = new Map<string, number>();
  const cpuOf = (line: string): string => /\[(\d{3})\]/.exec(line)?.[1] ?? '';
  for (const line of lines.slice(first, last)) lost.set(cpuOf(line), (lost.get(cpuOf(line)) ?? 0) + 1);
  lost.delete('');
  const after = lines.slice(last).flatMap((line) => {
    const cpu = cpuOf(line);
    const count = lost.get(cpu);
    lost.delete(cpu);
    return count === undefined ? [line] : [`CPU:${Number(cpu)} [LOST ${count} EVENTS]`, line];
  });
  return [...lines.slice(0, first), ...after].join('\n');
}

/** The same trace with a share of its events gone, and nothing said; markers stay. */
export function withGaps(trace: string, share: number, seed: number): string {
  const random = randomly(seed);
  return trace
    .split('\n')
    .filter((line) => line.startsWith('#') || line.includes('GT ') || random() >= share)
    .join('\n');
}
