import { describe, expect, test } from 'vitest';
import { kernelProfiles, profileFor } from '../../src/models/kernel-profile.ts';
import { chooseKernel, showsEntries } from '../../src/replay/choose-kernel.ts';
import { shapeOfText } from '../events/said.ts';

const shapes = (...texts: string[]) => texts.map(shapeOfText);
const chosen = (...texts: string[]) => chooseKernel(shapes(...texts))?.name ?? null;

describe('the kernel of a trace', () => {
  test.each([
    [
      'a VMA with a vm_refcnt',
      '7.0',
      'perf_event_mmap: (perf_event_mmap+0x4/0x570) vma=0xffff888005848180 vma_lseq=0x1 vma_refc=0x1',
    ],
    ['mmap_lock events with a memcg number', '7.0', 'mmap_lock_released: mm=ffff88800447cd00 memcg_id=1 write=true'],
    ['the zap function of 7.x', '7.0', '__zap_vma_range: (__zap_vma_range+0x0/0x19f0) start=0x400000'],
    ['a VMA with vm_lock_seq alone', '6.12', 'perf_event_mmap: (perf_event_mmap+0x4/0x570) vma=0xffff888005848180 vma_lseq=0x1'],
    ['rmap functions of folios', '6.12', 'folio_remove_rmap_ptes: (folio_remove_rmap_ptes+0x4/0x250) folio=0xffffea000010b840'],
    ['tracepoints of file faults', '6.12', 'mm_filemap_fault: dev=0:4 ino=fe00000 ofs=4096'],
    ['rmap functions of pages', '6.1', 'page_remove_rmap: (page_remove_rmap+0x0/0x520) page=0xffffea00000e1380'],
    [
      'maple tree stores of VMAs',
      '6.1',
      'vma_store: mt_mod ffff888003c54900, (ffff8880059aa850), STORE, 140737488347136, 140737488351231,',
    ],
    ['mmap_lock events with a memcg path', '6.1', 'mmap_lock_released: mm=ffff88800447cd00 memcg_path=/ write=true'],
  ])('shows in %s: %s', (_what, kernel, text) => {
    expect(chosen('sched_process_exit: comm=python3.11 pid=3913 prio=120', text)).toBe(kernel);
  });

  test('is the newest that something points to', () => {
    expect(
      chosen(
        'vma_store: mt_mod ffff888003c54900, (ffff8880059aa850), STORE, 140737488347136, 140737488351231,',
        'mmap_lock_released: mm=ffff88800447cd00 memcg_id=1 write=true',
      ),
    ).toBe('7.0');
  });

  test('is not known when nothing tells', () => {
    expect(
      chosen('sched_process_exit: comm=python3.11 pid=3913 prio=120', 'mm_page_free: page=ffffea0000df4700 pfn=0x37d1c order=0'),
    ).toBe(null);
  });

  test('a tracepoint is no probe of its name', () => {
    expect(chosen('__zap_vma_range: start=0x400000 end=0x500000')).toBe(null);
  });
});

describe('a profile', () => {
  test.each([
    ['5.10.200', '5.10'],
    ['6.1', '6.1'],
    ['v6.1.9-rt', '6.1'],
    ['6.3', '6.1'],
    ['6.4.0', '6.12'],
    ['6.12.107', '6.12'],
    ['6.14', '6.12'],
    ['6.15', '7.0'],
    ['7.2.0-rc1', '7.0'],
    ['4.19', '5.10'],
  ])('for %s is %s', (release, name) => {
    expect(profileFor(release)?.name).toBe(name);
  });

  test('there is none for what is no release', () => {
    expect(profileFor('latest')).toBe(null);
    expect(profileFor('7')).toBe(null);
  });

  test('is found under its own name', () => {
    for (const { name } of kernelProfiles) expect(profileFor(name)?.name).toBe(name);
  });
});

describe('a trace shows entries', () => {
  test.each([
    ['folio_add_file_rmap_ptes: (folio_add_file_rmap_ptes+0x4/0x270) folio=0xffffea00024de8c0', true],
    ['handle_mm_fault: (handle_mm_fault+0x4/0x2c0) vma=0xffff88800584aa80', true],
    ['handle_mm_fault: vma=0xffff88800584aa80', false],
    ['mm_page_alloc: page=ffffea0000de8200 pfn=0x37a08 order=2 migratetype=0 gfp_flags=GFP_KERNEL', false],
    ['exit_mmap: (exit_mmap+0x4/0x440) mm=0xffff88800447cd00', false],
  ])('when it has probes that name pages and addresses: %s', (text, shows) => {
    expect(showsEntries(shapes(text))).toBe(shows);
  });
});
