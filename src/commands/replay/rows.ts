import { UsageError } from '../../base/errors.ts';
import type { Rows } from '../../base/rows.ts';
import { hex16 } from '../../base/word.ts';
import { type Part, parts, type ReplayAnswer, runsOf, wantedEntries, wantedVmas } from '../../replay/replay-json.ts';

/** The state as rows, for formats that have no nesting: one part at a time, VMAs unless told. */
export function replayRows(answer: ReplayAnswer): Rows {
  const asked = parts.filter((part) => answer.show.has(part));
  const part: Part = asked.length === parts.length ? 'vma' : asked[0];
  if (asked.length > 1 && asked.length < parts.length)
    throw new UsageError('this format holds one part: give --show one name, or use --format json');
  switch (part) {
    case 'vma':
    case 'vma-lock':
      return vmaRows(answer);
    case 'pte':
      return pteRows(answer);
    case 'table':
      return tableRows(answer);
    case 'rss':
    case 'mmap-lock':
      return mmRows(answer);
    default:
      throw new UsageError(`${part} has no row form: use --format json`);
  }
}

function vmaRows(answer: ReplayAnswer): Rows {
  return {
    columns: [
      { name: 'mm', kind: 'text' },
      { name: 'start', kind: 'text' },
      { name: 'end', kind: 'text' },
      { name: 'flags', kind: 'text' },
      { name: 'vm_flags', kind: 'text' },
      { name: 'pgoff', kind: 'integer' },
      { name: 'file', kind: 'text' },
      { name: 'vma', kind: 'text' },
      { name: 'vm_refcnt', kind: 'integer' },
      { name: 'vm_lock_seq', kind: 'integer' },
      { name: 'lock_state', kind: 'text' },
      { name: 'since', kind: 'integer' },
      { name: 'certainty', kind: 'text' },
    ],
    rows: rowsOf(answer, function* (mm) {
      for (const vma of wantedVmas(mm, answer)) {
        const { lock } = vma;
        yield [
          hex16(mm.mm),
          hex16(vma.start),
          hex16(vma.end),
          vma.flags,
          hex16(vma.vmFlags),
          vma.pgoff,
          hex16(vma.file),
          hex16(vma.vma),
          lock.vm_refcnt,
          lock.vm_lock_seq,
          lock.state,
          vma.since,
          vma.certainty,
        ];
      }
    }),
  };
}

function pteRows(answer: ReplayAnswer): Rows {
  return {
    columns: [
      { name: 'mm', kind: 'text' },
      { name: 'va', kind: 'text' },
      { name: 'nr', kind: 'integer' },
      { name: 'type', kind: 'text' },
      { name: 'pfn', kind: 'integer' },
      { name: 'level', kind: 'text' },
      { name: 'kind', kind: 'text' },
      { name: 'since', kind: 'integer' },
      { name: 'certainty', kind: 'text' },
    ],
    rows: rowsOf(answer, function* (mm) {
      for (const run of runsOf(wantedEntries(mm, answer))) {
        const pfn = run.type === 'swap' ? null : run.pfn;
        yield [hex16(mm.mm), hex16(run.va), run.nr, run.type, pfn, run.level, run.kind, run.since, run.certainty];
      }
    }),
  };
}

function tableRows(answer: ReplayAnswer): Rows {
  return {
    columns: [
      { name: 'mm', kind: 'text' },
      { name: 'va', kind: 'text' },
      { name: 'pfn', kind: 'integer' },
      { name: 'empty', kind: 'boolean' },
      { name: 'certainty', kind: 'text' },
    ],
    rows: rowsOf(answer, function* (mm) {
      for (const table of mm.tables.pte ?? []) {
        yield [hex16(mm.mm), table.va < 0 ? null : hex16(table.va), table.pfn, table.empty, table.certainty];
      }
    }),
  };
}

function mmRows(answer: ReplayAnswer): Rows {
  return {
    columns: [
      { name: 'mm', kind: 'text' },
      { name: 'pids', kind: 'text' },
      { name: 'file', kind: 'integer' },
      { name: 'anon', kind: 'integer' },
      { name: 'shmem', kind: 'integer' },
      { name: 'swap', kind: 'integer' },
      { name: 'mmap_lock', kind: 'text' },
      { name: 'mm_lock_seq', kind: 'integer' },
    ],
    rows: rowsOf(answer, function* (mm) {
      const { file, anon, shmem, swap } = mm.counted;
      yield [hex16(mm.mm), mm.pids.join(' '), file, anon, shmem, swap, mm.mmapLock.state, mm.mmapLock.seq];
    }),
  };
}

function* rowsOf(
  answer: ReplayAnswer,
  each: (mm: ReplayAnswer['mms'][number]) => Iterable<readonly unknown[]>,
): Generator<readonly unknown[]> {
  for (const mm of answer.mms) yield* each(mm);
}
