import { parseMaps } from './maps.ts';
import { parsePagemap } from './pagemap.ts';
import { parsePt } from './pt.ts';
import { parseSmaps } from './smaps.ts';
import type { Snapshot } from './snapshot.ts';
import { parseStatus } from './status.ts';
import { parseVma } from './vma.ts';

/** The kinds of snapshot file, by the end of their names, and what each tells. */
export const snapshotKinds = ['maps', 'smaps', 'status', 'pagemap', 'pt', 'vma'] as const;
export type SnapshotKind = (typeof snapshotKinds)[number];

/** Texts of the files saved of one process at one marker. */
export type SnapshotFiles = Partial<Record<SnapshotKind, string>>;

/** Reads them. An empty maps file is an answer too: a process that exits has no mm. */
export function parseSnapshot(files: SnapshotFiles): Snapshot {
  const read = <T>(text: string | undefined, parse: (text: string) => T): T | null => (text === undefined ? null : parse(text));
  return {
    vmas: read(files.maps, parseMaps),
    smaps: read(files.smaps, parseSmaps),
    status: read(files.status, parseStatus),
    pages: read(files.pagemap, parsePagemap),
    walk: read(files.pt, parsePt),
    dump: read(files.vma, parseVma),
  };
}
