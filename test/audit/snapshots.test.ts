import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultMarker, markerReader } from '../../src/audit/marker.ts';
import { openSnapshots } from '../../src/audit/open-snapshots.ts';
import { files } from './pair.ts';

describe('a folder of snapshot files', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mmfold-test-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is read by marker, label, pid and kind; other files are passed over', () => {
    writeFileSync(join(folder, 'gt002.after.fork.p12.maps'), files.maps);
    writeFileSync(join(folder, 'gt002.after.fork.p7.status'), files.status);
    writeFileSync(join(folder, 'gt010.p7.maps'), '');
    writeFileSync(join(folder, 'gt010.p7.statm'), '1 2 3');
    writeFileSync(join(folder, 'notes.txt'), '');
    const snapshots = openSnapshots(folder);
    expect(snapshots.markers).toEqual([2, 10]);
    const second = snapshots.read(2);
    expect(second.label).toBe('after.fork');
    expect([...second.byPid.keys()]).toEqual([7, 12]);
    expect(second.byPid.get(12)?.vmas?.length).toBe(3);
    expect(second.byPid.get(12)?.status).toBeNull();
    expect(second.byPid.get(7)?.status?.rssAnon).toBe(513);
    expect(snapshots.read(10).byPid.get(7)?.vmas).toEqual([]);
  });

  test('without any is an error that says how they are named', () => {
    expect(() => openSnapshots(folder)).toThrow(/gt013.label.p3908.maps/);
    expect(() => openSnapshots(join(folder, 'none'))).toThrow(/Cannot read the snapshots/);
  });
});

test.each([
  ['tiny-6.1', 70],
  ['tiny-6.12', 70],
  ['tiny-7.2', 70],
  ['tiny-plain-7.2', 70],
])('the archive of %s has all kinds of all processes', (name, processes) => {
  const snapshots = openSnapshots(join(import.meta.dirname, '..', '..', 'fixtures', name, 'snapshots.tar.br'));
  expect(snapshots.markers).toEqual(Array.from({ length: 61 }, (_, i) => i));
  let read = 0;
  for (const marker of snapshots.markers) {
    for (const [, { vmas, smaps, status, pages, walk, dump }] of snapshots.read(marker).byPid) {
      expect(vmas?.map((vma) => vma.start)).toEqual(smaps?.map((vma) => vma.start));
      expect(status?.tableBytes).toBe(dump?.tableBytes);
      expect(walk && pages && pages.present.size > 0).toBe(true);
      read++;
    }
  }
  expect(read).toBe(processes);
});

describe('markers', () => {
  test('are recognised by the text as it begins', () => {
    const read = markerReader(defaultMarker);
    expect(read('GT 13 BEGIN ext4_faultaround pid 3908')).toBe(13);
    expect(read('GT 13 END ext4_faultaround')).toBeNull();
    expect(read('x GT 13 BEGIN')).toBeNull();
  });

  test('may be anything with {n} in it', () => {
    expect(markerReader('snap({n})')('snap(4) of 7')).toBe(4);
    expect(markerReader('step {n}')('step 41')).toBe(41);
    expect(() => markerReader('step')).toThrow(/must contain {n} once/);
  });
});
