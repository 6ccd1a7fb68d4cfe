import { describe, expect, test } from 'vitest';
import { eventTypes } from '../../src/events/index.ts';
import { low52 } from '../../src/replay/bind.ts';
import { said } from '../events/said.ts';
import { entries, mapped, mm1, mmOf, play, vma1, vmaText } from '../models/story.ts';

const wide = '0x8000000000102073';

describe('words of which no double holds all bits', () => {
  test('vm_flags with bit 63 arrive whole', () => {
    const text = `perf_event_mmap: (perf_event_mmap+0x4/0x570) ${vmaText({ fl: wide })}`;
    const [state] = said(text, eventTypes, '7.0').facts.filter(({ kind }) => kind === 'vma_state');
    expect(state).toMatchObject({ flags: 0x10_2073, flagsHigh: 0x800 });
    const [vma] = mmOf(play(mapped({ fl: wide }))).vmas;
    expect([vma.vmFlags, vma.flags]).toEqual([0x8000_0000_0010_2073n, 'rw-p']);
  });

  test('vm_flags with bit 62 and 38 do too', () => {
    const [vma] = mmOf(play(mapped({ fl: '0x40000040080000fb' }))).vmas;
    expect([vma.vmFlags, vma.flags]).toEqual([0x4000_0040_0800_00fbn, 'rw-s']);
  });

  test('a pfn_t with flags in its upper bits is its low 52 bits', () => {
    const text = (pfn: string) =>
      `insert_pfn: (insert_pfn+0x0/0x210) ${vmaText({ fl: '0xc044411' })} addr=0x401000 pfn=${pfn} prot=0x8000000000000025 mkwrite=0x0`;
    expect(entries(play(text('0x20000000000032f3')))).toEqual(['401000 special 32f3']);
    expect(entries(play(text('0x32f3')))).toEqual(['401000 special 32f3']);
  });

  test('low52 of a word that a double does hold is that word', () => {
    expect(low52([5, 0x32f3], 1, new Map())).toBe(0x32f3);
    expect(low52([5, -1], 1, new Map([[1, -0x1000_0000_0000_0001n]]))).toBe(0xf_ffff_ffff_ffff);
  });
});

describe('a VMA that a probe prints', () => {
  const kinds = (text: string) => said(text, [], '7.0').facts;

  test('is told of under each prefix, whatever the probe is for', () => {
    const text = `some_new_probe: (some_new_probe+0x4/0x570) ${vmaText({}, 'dst_vma')} ${vmaText({ vma: vma1 }, 'src_vma')}`;
    expect(kinds(text).map(({ kind }) => kind)).toEqual(['vma_state', 'vma_state']);
  });

  test('is not told of when a field lacks, the pointer is null, or it is being given back', () => {
    expect(kinds(`some_probe: (some_probe+0x4/0x570) vma=${vma1} vma_mm=${mm1} vma_s=0x400000 vma_e=0x500000`)).toEqual([]);
    expect(kinds(`some_probe: (some_probe+0x4/0x570) ${vmaText({ vma: '0x0' })}`)).toEqual([]);
    expect(kinds(`vm_area_free: (vm_area_free+0x4/0x90) ${vmaText()}`)).toEqual([]);
    expect(kinds(`some_tracepoint: ${vmaText()}`)).toEqual([]);
  });

  test('has no lock where the probe prints none', () => {
    expect(kinds(`some_probe: (some_probe+0x4/0x570) ${vmaText()}`)).toMatchObject([{ lseq: -1, refc: -1 }]);
    expect(kinds(`some_probe: (some_probe+0x4/0x570) ${vmaText({ lseq: '0x7', refc: '0x40000001' })}`)).toMatchObject([
      { lseq: 7, refc: 0x4000_0001 },
    ]);
  });
});
