import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { InputError } from '../base/errors.ts';
import type { MarkedSnapshots } from './audit.ts';
import { parseSnapshot, type SnapshotFiles, type SnapshotKind, snapshotKinds } from './snapshot/files.ts';
import { readTar } from './tar.ts';

/** Snapshots on disk: which markers there are, and the files of one marker at a time. */
export interface Snapshots {
  /** Numbers of the markers, in order. */
  readonly markers: readonly number[];
  /** Reads and parses what was saved at a marker. */
  read(marker: number): MarkedSnapshots;
}

interface File {
  readonly pid: number;
  readonly kind: SnapshotKind;
  readonly label: string;
  text(): string;
}

/** `gt013.ext4_faultaround.p3908.maps`: any word, the marker's number, a label that may be missing, the pid, the kind. */
const fileName = /^\D*(-?\d+)(?:\.(.*))?\.p(\d+)\.(\w+)$/;

/**
 * Opens a folder of snapshot files, or a tar archive of them (plain, `.gz` or `.br`). Throws InputError when it cannot be
 * read or holds no snapshot.
 */
export function openSnapshots(path: string): Snapshots {
  const byMarker = new Map<number, File[]>();
  for (const { name, text } of filesIn(path)) {
    const match = fileName.exec(name);
    const kind = snapshotKinds.find((each) => each === match?.[4]);
    if (!match || !kind) continue;
    const marker = Number(match[1]);
    const files = byMarker.get(marker) ?? [];
    files.push({ pid: Number(match[3]), kind, label: match[2] ?? '', text });
    byMarker.set(marker, files);
  }
  if (byMarker.size === 0) {
    throw new InputError(`${path} has no snapshot files; their names are like gt013.label.p3908.maps (see docs/snapshots.md).`);
  }
  return {
    markers: [...byMarker.keys()].sort((a, b) => a - b),
    read: (marker) => readMarker(marker, byMarker.get(marker) ?? []),
  };
}

function readMarker(marker: number, files: readonly File[]): MarkedSnapshots {
  const texts = new Map<number, SnapshotFiles>();
  for (const { pid, kind, text } of files) texts.set(pid, { ...texts.get(pid), [kind]: text() });
  const pids = [...texts].sort(([a], [b]) => a - b);
  return {
    marker,
    label: files[0]?.label ?? '',
    byPid: new Map(pids.map(([pid, each]) => [pid, parseSnapshot(each)])),
  };
}

function* filesIn(path: string): Generator<{ readonly name: string; readonly text: () => string }> {
  try {
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) yield { name, text: () => readFileSync(join(path, name), 'latin1') };
      return;
    }
    for (const { name, content } of readTar(unpacked(path)))
      yield { name: basename(name), text: () => content.toString('latin1') };
  } catch (error) {
    throw new InputError(`Cannot read the snapshots in ${path}: ${(error as Error).message}.`);
  }
}

function unpacked(path: string): Buffer {
  const bytes = readFileSync(path);
  if (path.endsWith('.br')) return brotliDecompressSync(bytes);
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}
