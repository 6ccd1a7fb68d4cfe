import { ColumnReader } from '../base/columns/column-reader.ts';
import type { Vma } from '../models/address-space/vma.ts';
import { applyFolioChanges, readFolios } from '../models/folio/folio-codec.ts';
import type { FolioTable } from '../models/folio/folio-table.ts';
import type { KernelProfile } from '../models/kernel-profile.ts';
import { PointerJoin } from '../models/lock/pointer-join.ts';
import type { PageCall } from '../models/page-table/page-call.ts';
import type { PageTable } from '../models/page-table/page-table.ts';
import { TableReader } from '../models/page-table/table-reader.ts';
import type { TableSink } from '../models/page-table/table-sink.ts';
import { World } from '../models/world.ts';
import { fillFields, fromPlain, type Plain } from './plain.ts';
import { readRecords } from './records.ts';
import type { Pieces, TablesAhead, TablesBegun } from './tables-ahead.ts';

/** A piece of a checkpoint: whole (`previous` 0), or what changed since another. */
export interface Piece {
  readonly previous: number;
  readonly bytes: Uint8Array;
}

/** Gives the piece of this number. */
export type GetPiece = (piece: number) => Piece;

/** Says which address spaces a question is about. */
export type Wants = (mm: { readonly ptr: number; readonly users: ReadonlySet<number> }) => boolean;

/** How to restore: what to leave out, and with what to read page tables. */
export interface RestoreOptions {
  readonly wants?: Wants | null;
  readonly tables?: TableReader;
  readonly ahead?: TablesAhead | null;
}

type Fields = { readonly [key: string]: Plain };

interface SavedTask {
  readonly tid: number;
  readonly tgid: number;
  readonly comm: string;
  readonly fields: Fields;
  readonly call?: Fields;
}

interface SavedMm {
  readonly ptr: number;
  readonly piece: number;
  readonly partial: boolean;
  readonly vmas: number;
  readonly fields: Fields;
}

interface Saved {
  readonly lacking: Plain;
  readonly seq: number;
  readonly tid: number;
  readonly folios: number;
  readonly pins: Plain;
  readonly pointerJoin: Fields | null;
  readonly tasks: readonly SavedTask[];
  readonly mms: readonly SavedMm[];
}

/**
 * Makes the state that a checkpoint holds. Page tables and folios are read when something first looks at them; with
 * `wants` the page tables of the mms it does not want are left out for good, and marked partial.
 */
export function restore(
  bytes: Uint8Array,
  kernel: KernelProfile,
  showsEntries: boolean,
  get: GetPiece,
  { wants = null, tables = new TableReader(), ahead = null }: RestoreOptions = {},
): { readonly world: World; readonly lacking: Map<string, number> } {
  const reader = new ColumnReader(bytes);
  const { lacking, seq, tid, folios, pins, pointerJoin, tasks, mms, ...fields } = JSON.parse(
    new TextDecoder().decode(reader.raw()),
  ) as Saved;
  const vmas = readRecords<Vma>(reader);
  const known = reader.numbers();
  const world = new World(kernel, showsEntries);
  for (const { tid: number, tgid, comm } of tasks) world.task(number, tgid, comm);
  const frozen: Frozen[] = [];
  let next = 0;
  for (const saved of mms) {
    const mm = world.newMm(saved.ptr, false);
    fillFields(mm, saved.fields, world);
    for (const pfn of mm.tables.keys()) world.tablePages.add(pfn);
    for (const end = next + saved.vmas; next < end; next++) mm.vmas.add(vmas[next]);
    mm.pt.partial = saved.partial;
    if (wants && !wants(mm)) mm.pt.leaveOut();
    else if (saved.piece > 0) frozen.push({ pt: mm.pt, piece: saved.piece });
  }
  // The reverse map looks for pages in all of them as soon as anything is folded.
  if (ahead && !wants && world.reverseMap) readAhead(frozen, get, tables, ahead);
  else for (const { pt, piece } of frozen) pt.freeze((into, call) => readHere(into, chainOf(piece, get), call, tables));
  fillFields(world, fields as unknown as Fields, world);
  for (const saved of tasks) restoreTask(world, saved);
  world.now.seq = seq;
  world.now.task = world.tasks.get(tid) ?? world.now.task;
  if (pointerJoin) {
    world.pointerJoin = new PointerJoin();
    fillFields(world.pointerJoin, pointerJoin, world);
  }
  for (const [i, vma] of vmas.entries()) if (known[i] === 1) world.vmas.set(vma.ptr, vma);
  for (const [pfn, nr] of fromPlain(pins, world) as Map<number, number>) world.folios.pin(pfn, nr);
  world.folios.freeze((table) => thawFolios(table, folios, get));
  world.reverseMap?.rebuildLater();
  return { world, lacking: fromPlain(lacking, world) as Map<string, number> };
}

interface Frozen {
  readonly pt: PageTable;
  readonly piece: number;
}

/** Has page tables read from the last to the first, while whoever asks begins with the first. */
function readAhead(frozen: readonly Frozen[], get: GetPiece, tables: TableReader, ahead: TablesAhead): void {
  let begun: TablesBegun | null = null;
  let bytes = 0;
  const chains: Pieces[] = [];
  for (let i = frozen.length - 1; i >= 0; i--) {
    const pieces = chainOf(frozen[i].piece, get);
    chains[i] = pieces;
    bytes += pieces.reduce((sum, { length }) => sum + length, 0);
    if (begun) begun.put(i, pieces);
    else if (bytes >= ahead.leastBytes) {
      begun = ahead.begin(frozen.length);
      for (let k = frozen.length - 1; k >= i; k--) begun.put(k, chains[k]);
    }
  }
  for (const [i, { pt }] of frozen.entries())
    pt.freeze((into, call) => !begun?.take(i, into) && readHere(into, chains[i], call, tables));
}

function readHere(into: TableSink, pieces: Pieces, call: PageCall | null, tables: TableReader): true {
  tables.read(into, pieces, call);
  return true;
}

function restoreTask(world: World, { tid, fields, call }: SavedTask): void {
  const task = world.tasks.get(tid);
  if (!task) return;
  fillFields(task, fields, world);
  if (call) Object.assign(task.call, fromPlain(call, world));
}

/** The pieces that make something up: the whole one, then the changes in their order. */
function chainOf(last: number, get: GetPiece): Uint8Array[] {
  const chain: Uint8Array[] = [];
  for (let number = last; number > 0; ) {
    const piece = get(number);
    chain.push(piece.bytes);
    number = piece.previous;
  }
  return chain.reverse();
}

function thawFolios(table: FolioTable, piece: number, get: GetPiece): void {
  const [whole, ...changes] = chainOf(piece, get);
  if (whole) readFolios(table, new ColumnReader(whole));
  for (const bytes of changes) applyFolioChanges(table, new ColumnReader(bytes));
}
