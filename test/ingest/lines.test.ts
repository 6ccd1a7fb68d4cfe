import { describe, expect, test } from 'vitest';
import { line, readText, type Value } from './read.ts';

const P = (digits: string) => BigInt.asIntN(64, BigInt(`0x${digits}`));

/** An event as printed, its name, and its fields. Pointers are written as bigint, all others as they are held. */
const texts: readonly (readonly [string, string, Record<string, Value>])[] = [
  [
    'mm_page_alloc: page=ffffea0000de8200 pfn=0x37a08 order=2 migratetype=0 gfp_flags=GFP_NOWAIT|__GFP_ZERO',
    'mm_page_alloc',
    { page: P('ffffea0000de8200'), pfn: 0x37a08, order: 2, migratetype: 0, gfp_flags: 'GFP_NOWAIT|__GFP_ZERO' },
  ],
  ['mm_page_alloc: page=0000000012345678 pfn=0x1', 'mm_page_alloc', { page: 0x12345678, pfn: 1 }],
  ['mm_page_alloc: page=1234567812345678 pfn=0x1', 'mm_page_alloc', { page: P('1234567812345678'), pfn: 1 }],
  [
    'page_fault_kernel: address=0x18b76650 ip=__put_user_4 error_code=0x3',
    'page_fault_kernel',
    { address: 0x18b76650, ip: '__put_user_4', error_code: 3 },
  ],
  [
    'rss_stat: mm_id=4003577095 curr=0 type=MM_FILEPAGES size=8192B',
    'rss_stat',
    { mm_id: 4003577095, curr: 0, type: 'MM_FILEPAGES', size: 8192 },
  ],
  [
    'mmap_lock_start_locking: mm=ffff88800572b700 memcg_path= write=true',
    'mmap_lock_start_locking',
    { mm: P('ffff88800572b700'), memcg_path: '', write: 'true' },
  ],
  ['tlb_flush: pages:-1 reason:remote IPI send (4)', 'tlb_flush', { pages: -1, reason: 'remote IPI send', reason_id: 4 }],
  [
    'mm_lru_insertion: folio=ffffea0000108f40 pfn=0x423d lru=2 flags= f   B',
    'mm_lru_insertion',
    { folio: P('ffffea0000108f40'), pfn: 0x423d, lru: 2, flags: ' f   B' },
  ],
  [
    'mm_lru_insertion: folio=ffffea000007cb00 pfn=0x1f2c lru=0 flags=Ma bd ',
    'mm_lru_insertion',
    { folio: P('ffffea000007cb00'), pfn: 0x1f2c, lru: 0, flags: 'Ma bd ' },
  ],
  [
    'mm_filemap_add_to_page_cache: dev 0:4 ino fe00000 pfn=0x37a59 ofs=35811328 order=0',
    'mm_filemap_add_to_page_cache',
    { dev: '0:4', ino: 0xfe00000, pfn: 0x37a59, ofs: 35811328, order: 0 },
  ],
  ['mm_filemap_fault: dev=254:0 ino=127 ofs=512000', 'mm_filemap_fault', { dev: '254:0', ino: 0x127, ofs: 512000 }],
  [
    'mm_filemap_map_pages: dev=254:0 ino=13d ofs=262144-327679',
    'mm_filemap_map_pages',
    { dev: '254:0', ino: 0x13d, ofs: 262144, last_ofs: 327679 },
  ],
  [
    'mm_compaction_finished: node=0 zone=DMA      order=-1 ret=continue',
    'mm_compaction_finished',
    { node: 0, zone: 'DMA', order: -1, ret: 'continue' },
  ],
  [
    'mm_compaction_isolate_freepages: range=(0x95e00 ~ 0x95fda) nr_scanned=474 nr_taken=0',
    'mm_compaction_isolate_freepages',
    { start_pfn: 0x95e00, end_pfn: 0x95fda, nr_scanned: 474, nr_taken: 0 },
  ],
  [
    'mm_compaction_begin: zone_start=0x1 migrate_pfn=0x1 free_pfn=0xe00 zone_end=0x1000, mode=sync',
    'mm_compaction_begin',
    { zone_start: 1, migrate_pfn: 1, free_pfn: 0xe00, zone_end: 0x1000, mode: 'sync' },
  ],
  [
    'mm_khugepaged_scan_pmd: mm=ffff88800447c600, scan_pfn=0xffffffffffffffff, referenced=0, status=page_pmd_mapped',
    'mm_khugepaged_scan_pmd',
    { mm: P('ffff88800447c600'), scan_pfn: -1, referenced: 0, status: 'page_pmd_mapped' },
  ],
  [
    'vma_store: mt_mod ffff888003c54900, (ffff8880059aa850), STORE, 140737488347136, 140737488351231,',
    'vma_store',
    { mt: P('ffff888003c54900'), vma: P('ffff8880059aa850'), vm_start: 140737488347136, vm_last: 140737488351231 },
  ],
  [
    'ma_write: mas_store\tNode ffff88800592290c (0 18446744073709551615) range:4194304-4198399 piv (0) val ffff888005848180',
    'ma_write',
    {
      fn: 'mas_store',
      node: P('ffff88800592290c'),
      min: 0,
      max: -1,
      index: 4194304,
      last: 4198399,
      piv: 0,
      val: P('ffff888005848180'),
    },
  ],
  ['exit_mmap: mt_mod ffff888003c54900, DESTROY', 'exit_mmap', { mt: P('ffff888003c54900') }],
  ['ksm_enter: mm ffff888004070580', 'ksm_enter', { mm: P('ffff888004070580') }],
  [
    'set_migration_pte: addr=7f0eb7a00000, pte=effff7fff8b3fe02 order=9',
    'set_migration_pte',
    { addr: 0x7f0eb7a00000, pte: P('effff7fff8b3fe02'), order: 9 },
  ],
  [
    'task_newtask: pid=3912 comm=gtw clone_flags=1200000 oom_score_adj=0',
    'task_newtask',
    { pid: 3912, comm: 'gtw', clone_flags: 0x1200000, oom_score_adj: 0 },
  ],
  [
    'sched_switch: prev_comm=swapper/1 prev_pid=0 prev_prio=120 prev_state=R ==> next_comm=a b=c next_pid=24 next_prio=0',
    'sched_switch',
    { prev_comm: 'swapper/1', prev_pid: 0, prev_prio: 120, prev_state: 'R', next_comm: 'a', b: 'c', next_pid: 24, next_prio: 0 },
  ],
  ['sched_wakeup: comm=x y pid=12 prio=120 target_cpu=003', 'sched_wakeup', { comm: 'x y', pid: 12, prio: 120, target_cpu: 3 }],
  ['softirq_raise: vec=6 [action=TIMER]', 'softirq_raise', { vec: 6, action: 'TIMER' }],
  [
    'mm_shrink_slab_end: super_cache_scan+0x0/0x1a0 ffff88800592290c: nid: 0 unused scan count -3 new scan count 4 total_scan 5 last shrinker return val 6',
    'mm_shrink_slab_end',
    {
      shrink: 'super_cache_scan+0x0/0x1a0',
      shr: P('ffff88800592290c'),
      nid: 0,
      unused_scan: -3,
      new_scan: 4,
      total_scan: 5,
      retval: 6,
    },
  ],
  ['sys_brk -> 0xfffffffffffffffe', 'sys_brk__ret', { ret: -2 }],
  ['sys_vfork()', 'sys_vfork', {}],
  ['sys_mmap(addr: 0, len: 2000, prot: 3, fd: ffffffff)', 'sys_mmap', { addr: 0, len: 0x2000, prot: 3, fd: 0xffffffff }],
  ['sys_mmap(addr: 0, len: 0x2000, prot: 3, fd: 0xffffffff)', 'sys_mmap', { addr: 0, len: 0x2000, prot: 3, fd: 0xffffffff }],
  [
    'sys_execve(filename: 0x7fffe79c57a0 "/bin/py, thon", argv: 0x7fffe79c7028)',
    'sys_execve',
    { filename: 0x7fffe79c57a0, filename_text: '/bin/py, thon', argv: 0x7fffe79c7028 },
  ],
  [
    'lock_vma_under_rcu__ret: (do_user_addr_fault+0x24b/0x840 <- lock_vma_under_rcu) ret=0xffff88800584aa80 ret_s=0x7fffe79a8000',
    'lock_vma_under_rcu__ret',
    { __probe_ret_ip: 'do_user_addr_fault+0x24b/0x840', ret: P('ffff88800584aa80'), ret_s: 0x7fffe79a8000 },
  ],
  [
    "wp_page_copy__ret: ([unknown/kretprobe'd] <- wp_page_copy) ret=0x8",
    'wp_page_copy__ret',
    { __probe_ret_ip: "[unknown/kretprobe'd]", ret: 8 },
  ],
  ['exit_mmap: (exit_mmap+0x4/0x3f0) mm=0xffff888004074200', 'exit_mmap', { mm: P('ffff888004074200') }],
  ['mm_init: (mm_init+0x0/0x300)', 'mm_init', {}],
  ['e_rss: (kmem.rss_stat) mm_id=0xdd4ecb7f member=0x0', 'e_rss', { mm_id: 0xdd4ecb7f, member: 0 }],
  [
    'openat: (do_sys_openat2+0x0/0x1e0) dfd=0xffffff9c name="/etc/a b=c" n=-1',
    'openat',
    { dfd: 0xffffff9c, name: '/etc/a b=c', n: -1 },
  ],
  ['tracing_mark_write: GT 13 BEGIN a=1 pid 3', 'tracing_mark_write', { buf: 'GT 13 BEGIN a=1 pid 3' }],
  ['print:                tracing_mark_write: a=1', 'print', { buf: '               tracing_mark_write: a=1' }],
  [
    'kmem:mm_page_free: page=ffffea000087a440 pfn=0x21e91 order=0',
    'mm_page_free',
    { page: P('ffffea000087a440'), pfn: 0x21e91, order: 0 },
  ],
  [
    'sched_wakeup:         rcu_sched:8 [120] success=1 CPU:000',
    'sched_wakeup',
    { comm: 'rcu_sched', pid: 8, prio: 120, success: 1, target_cpu: '000' },
  ],
  ['do_nothing: ', 'do_nothing', {}],
  ['some_trace_printk: hello, world', 'some_trace_printk', { text: 'hello, world' }],
  [
    '__mmap_lock_do_trace_start_locking <-do_user_addr_fault',
    'function',
    { ip: '__mmap_lock_do_trace_start_locking', parent_ip: 'do_user_addr_fault' },
  ],
  ['<stack trace>', 'kernel_stack', {}],
];

describe('the text of an event', () => {
  test.each(texts)('%s', (text, name, fields) => {
    const { events } = readText(line(text));
    expect(events).toHaveLength(1);
    const [event] = events;
    expect(event.name).toBe(name);
    expect(Object.keys(event.fields)).toEqual(Object.keys(fields));
    for (const [field, value] of Object.entries(fields)) {
      const held = event.fields[field];
      if (typeof value === 'bigint') expect(BigInt(held)).toBe(value);
      else expect(held).toBe(value);
    }
    expect(event.printed).toBe(text.replace(/^kmem:/, ''));
  });

  test.each([
    ['address=0x0a', 'leading zero'],
    ['address=0xFF', 'upper case'],
    ['address=-0', 'minus zero'],
    ['address=18446744073709551616', 'more than 64 bits'],
    ['address=0x12345678123456789', 'more than 16 digits'],
    ['address=12b', 'hex without a sign of it'],
  ])('%s stays text: %s', (text) => {
    const { events } = readText(line(`x: ${text}`));
    expect(events[0].fields.address).toBe(text.slice('address='.length));
  });

  test('words that no double holds are exact', () => {
    const { events, batches } = readText(line('x: a=0x8000000000000001 b=9007199254740993 c=18446744073709551615'));
    expect(events[0].values).toEqual([-(2n ** 63n) + 1n, 9007199254740993n, -1]);
    expect([...batches[0].wide.keys()]).toEqual([0, 1]);
  });

  test('shapes of one name are bounded', () => {
    const lines = Array.from({ length: 500 }, (_, k) => line(`x: key${k}=${k} z=1`)).join('');
    const { events, parser } = readText(lines);
    expect(parser.dictionary.shapes.length).toBeLessThan(64);
    expect(events.map((event) => event.printed)).toEqual(events.map((_, k) => `x: key${k}=${k} z=1`));
  });
});
