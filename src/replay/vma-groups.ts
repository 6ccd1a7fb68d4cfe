import type { At, Emit } from '../events/define.ts';
import type { Shape } from '../events/shape.ts';

/** Argument prefixes under which probes print a vm_area_struct that is in a tree, or about to be. */
const prefixes = ['vma', 'dst_vma', 'src_vma', 'orig', 'new_vma', 'next', 'prev', 'ret', 'pvma'];

/** Returns whose VMA is fresh: their own definitions say what it is. */
const freshReturns = new Set(['vm_area_alloc__ret', 'vm_area_dup__ret']);

type Step = (args: ArrayLike<number>, start: number, emit: Emit, at: At) => void;

/**
 * Any probe that fetched a vm_area_struct's fields (`P`, `P_mm`, `P_s`, `P_e`, `P_fl`, `P_pgoff`, `P_file`, and where there
 * are `P_av`, `P_lseq`, `P_refc`; docs/probes.md) says what it holds at that instant, whatever the probe was meant for.
 */
export function vmaGroupsOf(shape: Shape): Step[] {
  if (freshReturns.has(shape.name)) return [];
  const position = new Map(shape.fields.map((field, i) => [field.name, i]));
  const steps: Step[] = [];
  for (const prefix of prefixes) {
    const field = (suffix: string): number => position.get(prefix + suffix) ?? -1;
    const [vma, mm, start, end, flags, pgoff, file] = ['', '_mm', '_s', '_e', '_fl', '_pgoff', '_file'].map(field);
    if (Math.min(vma, mm, start, end, flags, pgoff, file) < 0) continue;
    const [anonVma, lseq, refc] = ['_av', '_lseq', '_refc'].map(field);
    const from = (args: ArrayLike<number>, base: number, at: number): number => (at < 0 ? -1 : args[base + at]);
    steps.push((args, base, emit, at) => {
      const pointer = args[base + vma];
      const exact = at.wide.size > 0 ? at.wide.get(base + flags) : undefined;
      if (pointer === 0) return;
      emit({
        kind: 'vma_state',
        vma: pointer,
        mm: args[base + mm],
        start: args[base + start],
        end: args[base + end],
        flags: exact === undefined ? args[base + flags] : Number(BigInt.asUintN(52, exact)),
        flagsHigh: exact === undefined ? 0 : Number(BigInt.asUintN(64, exact) >> 52n),
        pgoff: args[base + pgoff],
        file: args[base + file],
        anonVma: from(args, base, anonVma),
        lseq: from(args, base, lseq),
        refc: from(args, base, refc),
      });
    });
  }
  return steps;
}
