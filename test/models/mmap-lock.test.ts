import { describe, expect, test } from 'vitest';
import type { KernelName } from '../../src/models/kernel-profile.ts';
import { fault, mapped, mm1, mmOf, play, vmaText, WRITE } from './story.ts';

const raw = mm1.slice(2);
const born = `mm_init__ret: (copy_process+0x1d1d/0x2c20 <- mm_init) ret=${mm1}`;
const ask = (write: boolean, mm = raw) => `mmap_lock_start_locking: mm=${mm} memcg_id=1 write=${write}`;
const take = (write: boolean, success = true, mm = raw) =>
  `mmap_lock_acquire_returned: mm=${mm} memcg_id=1 write=${write} success=${success}`;
const drop = (write: boolean, mm = raw) => `mmap_lock_released: mm=${mm} memcg_id=1 write=${write}`;

const lock = (story: string, kernel: KernelName = '7.0') => mmOf(play(story, kernel)).mmapLock;

describe('mmap_lock', () => {
  test('is not known before anything said who holds it', () => {
    expect(lock(mapped())).toEqual({ state: null, readers: [], waiters: [], seq: null, certainty: 'unknown' });
  });

  test('is write-held by its writer, while another waits', () => {
    const story = `${born}
      [3905] ${ask(true)}
      [3905] ${take(true)}
      [3906] ${ask(false)}`;
    expect(lock(story)).toMatchObject({ state: 'write', writer: 3905, waiters: [3906], seq: 1, certainty: 'observed' });
    expect(
      lock(`${story}
      [3905] ${drop(true)}
      [3906] ${take(false)}`),
    ).toMatchObject({ state: 'read', readers: [3906], waiters: [], seq: 2 });
  });

  test('is held by several readers, one of them twice, until each has let go', () => {
    const story = `${born}
      [3905] ${take(false)}
      [3906] ${take(false)}
      [3905] ${take(false)}
      [3905] ${drop(false)}`;
    expect(lock(story)).toMatchObject({ state: 'read', seq: 0 });
    expect([...lock(story).readers].sort()).toEqual([3905, 3906]);
    expect(
      lock(`${story}
      [3906] ${drop(false)}
      [3905] ${drop(false)}`),
    ).toMatchObject({ state: 'free', readers: [], seq: 0 });
  });

  test('a try that failed holds nothing and waits no longer', () => {
    expect(
      lock(`${born}
      [3905] ${take(false)}
      [3906] ${ask(true)}
      [3906] ${take(true, false)}`),
    ).toMatchObject({ state: 'read', readers: [3905], waiters: [], seq: 0 });
  });

  test('a read lock may be given back by another task', () => {
    expect(
      lock(`${born}
      [3905] ${take(false)}
      [3910] ${drop(false)}`),
    ).toMatchObject({ state: 'free', readers: [] });
  });

  test('a downgrade leaves the writer a reader, and the sequence even', () => {
    const story = `${born}
      [3905] ${take(true)}
      [3905] ${take(false)}`;
    expect(lock(story)).toMatchObject({ state: 'read', readers: [3905], seq: 2 });
    expect(
      lock(`${story}
      [3905] ${drop(false)}`),
    ).toMatchObject({ state: 'free', seq: 2 });
  });

  test('released by somebody who is not its writer is counted as a disagreement', () => {
    const { world } = play(`${born}
      [3905] ${take(true)}
      [3906] ${drop(true)}`);
    expect([...world.complaints]).toEqual([['mmap_lock released by another task than its writer', 1]]);
  });

  test('has no mm_lock_seq on a kernel that has none', () => {
    expect(
      lock(
        `${born}
      ${take(true)}
      ${drop(true)}`,
        '6.1',
      ).seq,
    ).toBe(null);
  });
});

describe('mm_lock_seq', () => {
  const written = (mmSeq: string) => `__vma_start_write: (__vma_start_write+0x4/0xe0) ${vmaText()} state=0x102 mm_lseq=${mmSeq}`;

  test('is not known of an mm older than the trace, until it is printed, and is counted on from there', () => {
    const old = `${mapped()}
      ${take(true)}`;
    expect(lock(old).seq).toBe(null);
    expect(
      lock(`${old}
      ${written('0x21')}
      ${drop(true)}
      ${take(true)}`).seq,
    ).toBe(0x23);
  });

  test('printed differently than counted is a disagreement, and what is printed holds', () => {
    const story = `${born}
      ${mapped()}
      ${take(true)}
      ${written('0x5')}`;
    expect(lock(story).seq).toBe(5);
    expect(play(story).world.complaints.get('mm_lock_seq printed differs from the replayed one')).toBe(1);
    expect(play(story.replace('mm_lseq=0x5', 'mm_lseq=0x1')).world.complaints.size).toBe(0);
  });

  test('is lost with events, as are all holders; a write acquisition makes the holders known again', () => {
    const story = `${born}
      ${take(false)}
      LOST 3
      ${mapped()}`;
    expect(lock(story)).toMatchObject({ state: null, readers: [], seq: null, certainty: 'doubtful' });
    expect(
      lock(`${story}
      [3907] ${take(true)}`),
    ).toMatchObject({ state: 'write', writer: 3907, seq: null, certainty: 'observed' });
  });

  test('is not free when the one reader that was seen since the loss lets go', () => {
    const seen = `${born}
      LOST 3
      [3906] ${take(false)}`;
    expect(lock(seen)).toMatchObject({ state: 'read', readers: [3906], certainty: 'doubtful' });
    expect(
      lock(`${seen}
      [3906] ${drop(false)}`),
    ).toMatchObject({ state: null, certainty: 'doubtful' });
  });
});

describe('an mm whose pointer is printed as a hash', () => {
  const hash = '00000000be4c7b11';

  test('is found by the fault that its lock is held for; what was counted under the hash is its', () => {
    const story = `${born}
      ${ask(true, hash)}
      ${take(true, true, hash)}
      ${drop(true, hash)}
      ${mapped()}
      ${take(false, true, hash)}
      ${fault('0x401000', WRITE)}`;
    expect(lock(story)).toMatchObject({ state: 'read', readers: [3905], seq: 2 });
    expect(
      lock(`${story}
      ${drop(false, hash)}`),
    ).toMatchObject({ state: 'free', seq: 2 });
  });

  test('is the one mm that its probes name in two holds of the lock', () => {
    const other = '0xffff88800447cd00';
    const hold = (...named: string[]) => `
      ${take(true, true, hash)}
      ${named.map((mm) => mapped({ mm, vma: mm === mm1 ? '0xffff888005848180' : '0xffff888005848e40' })).join('')}
      ${drop(true, hash)}`;
    const joined = (story: string) => [...(play(story).world.pointerJoin?.joined ?? [])].map(([, mm]) => mm);
    expect(joined(`${born}${hold(mm1, other)}`)).toEqual([]);
    expect(joined(`${born}${hold(mm1, other)}${hold(mm1)}`)).toEqual([-0x777f_fbb8_3a00]);
    expect(joined(`${born}${hold(mm1, other)}${hold(mm1, other)}`)).toEqual([]);
  });

  test('stays a mm of its own while nothing tells which it is, and nothing is said of the others', () => {
    const played = play(`${born}
      ${take(true, true, hash)}
      [3907] ${fault('0x401000', WRITE)}`);
    expect(mmOf(played).mmapLock).toMatchObject({ state: null, seq: null });
    expect(played.world.mmapLocks.get(0xbe4c_7b11)).toMatchObject({ writer: 3905 });
  });

  test('is not the mm of another task’s fault', () => {
    const { world } = play(`${born}
      [3905] ${take(false, true, hash)}
      [3906] ${fault('0x401000', WRITE)}
      [3905] ${drop(false, hash)}`);
    expect([...(world.pointerJoin?.joined ?? [])]).toEqual([]);
  });
});
