import { ColumnWriter } from '../base/columns/column-writer.ts';
import type { Mm } from '../models/address-space/mm.ts';
import type { Vma } from '../models/address-space/vma.ts';
import { writeFolioChanges, writeFolios } from '../models/folio/folio-codec.ts';
import { Journal } from '../models/page-table/journal.ts';
import type { PageTable } from '../models/page-table/page-table.ts';
import { writeTable, writeTableChanges } from '../models/page-table/table-writer.ts';
import { idleCall, TaskState } from '../models/task/task.ts';
import type { World } from '../models/world.ts';
import { fieldsOf, toPlain, unusualFields } from './plain.ts';
import { writeRecords } from './records.ts';

/**
 * Where pieces of checkpoints go. A piece is whole (`previous` 0), or what changed since the piece `previous`. Gives the
 * number under which the piece can be asked for. `loose` bytes may become smaller by compression, others hardly. The bytes are
 * lent: what is kept of them is copied.
 */
export type PutPiece = (previous: number, bytes: Uint8Array, loose: boolean) => number;

/** What is not written as JSON with the rest of its object. */
export const mmPieces = ['pointer', 'pt', 'vmas'] as const;
export const worldPieces = [
  'kernel',
  'showsEntries',
  'mms',
  'vmas',
  'tasks',
  'folios',
  'reverseMap',
  'tablePages',
  'onComplaint',
  'now',
  'pointerJoin',
] as const;

/** How the stored form of one growing thing goes on from checkpoint to checkpoint. */
interface Chain {
  /** The last piece; 0 while there is none. */
  piece: number;
  /** Entries in its last whole piece, and changes written since. */
  whole: number;
  changes: number;
}

/**
 * When the changes since a whole piece are more than this part of it, the next is whole. With 0.6 the pieces of 20 million events took
 * 95 MB instead of 135, but seeks of one mm in the last tenth took 1.3 to 1.4 times those in the first, instead of 0.9 to 1.1.
 */
const CHANGES_PER_WHOLE = 0.3;
/**
 * The same where room is scarce. In the steady state of large tables, writing them whole is most of what checkpoints take; with more
 * changes between, restoring takes longer, but with fewer checkpoints folding from the last would take far longer.
 */
const CHANGES_PER_WHOLE_AT_MOST = 1.5;
/** From this part of the room on it is scarce. */
const SCARCE = 0.95;
/** Below this many entries the whole is no larger than what says which of them changed. */
const SMALL = 256;

/**
 * Writes checkpoints of one world as it moves forward. Page tables and folios are pieces of their own: what did not change
 * since the last checkpoint is named again, what changed a little is written as changes, so that a checkpoint costs what
 * happened since the last one and not what there is.
 */
export class Checkpointer {
  private readonly world: World;
  private readonly put: PutPiece;
  /** Entries of all page tables in the last checkpoint, more or less. */
  entries = 0;
  private changesPerWhole = CHANGES_PER_WHOLE;
  private readonly chains = new WeakMap<PageTable, Chain>();
  private readonly folios: Chain = { piece: 0, whole: 0, changes: 0 };
  private readonly writer = new ColumnWriter();
  /** Page tables are what a seek reads most of; their numbers hardly repeat. */
  private readonly tables = new ColumnWriter('bits');

  constructor(world: World, put: PutPiece) {
    this.world = world;
    this.put = put;
  }

  /** Says how much of the room for all that is derived is taken: 0 to 1. */
  set taken(part: number) {
    const scarcity = Math.max(0, Math.min(1, (part - SCARCE) / (1 - SCARCE)));
    this.changesPerWhole = CHANGES_PER_WHOLE + scarcity * (CHANGES_PER_WHOLE_AT_MOST - CHANGES_PER_WHOLE);
  }

  /**
   * Puts the pieces of the present state and gives what ties them together, from which restore() makes the state.
   * `lacking` is what events lacked for a fact, with numbers of events.
   */
  save(lacking: ReadonlyMap<string, number>): Uint8Array {
    const { world, writer } = this;
    const mms = [...world.mms.values()];
    this.entries = 0;
    const pieces = mms.map(({ pt }) => {
      const piece = this.tablePiece(pt);
      this.entries += this.chains.get(pt)?.whole ?? 0;
      return piece;
    });
    const folios = this.folioPiece();
    const { vmas, owned } = vmasOf(world, mms);
    const rest = {
      ...fieldsOf(world, worldPieces),
      lacking: toPlain(lacking),
      seq: world.now.seq,
      tid: world.now.task.tid,
      folios,
      pins: toPlain(world.folios.pinned),
      pointerJoin: world.pointerJoin && fieldsOf(world.pointerJoin),
      tasks: [...world.tasks.values()].map(taskFields),
      mms: mms.map((mm, i) => ({
        ptr: mm.ptr,
        piece: pieces[i],
        partial: mm.pt.partial,
        vmas: owned[i],
        fields: fieldsOf(mm, mmPieces),
      })),
    };
    writer.raw(new TextEncoder().encode(JSON.stringify(rest)));
    writeRecords(vmas, writer);
    writer.numbers(vmas.map((vma) => (world.vmas.get(vma.ptr) === vma ? 1 : 0)));
    return writer.take();
  }

  private tablePiece(pt: PageTable): number {
    const { journal } = pt;
    const chain = this.chains.get(pt);
    if (chain && journal && this.isWorthChanges(chain, journal.size)) {
      if (journal.size === 0) return chain.piece;
      writeTableChanges(pt, journal, this.tables);
      this.extend(chain, journal.size, this.tables);
      journal.clear();
      return chain.piece;
    }
    const whole = pt.size;
    if (whole === 0) {
      this.chains.delete(pt);
      pt.journal = null;
      return 0;
    }
    writeTable(pt, this.tables);
    pt.journal ??= new Journal();
    pt.journal.clear();
    const piece = this.put(0, this.tables.take(), false);
    this.chains.set(pt, { piece, whole, changes: 0 });
    return piece;
  }

  private folioPiece(): number {
    const { folios, writer, world } = this;
    const changed = world.folios.takeChanges();
    if (folios.piece > 0 && this.isWorthChanges(folios, changed.length)) {
      if (changed.length === 0) return folios.piece;
      writeFolioChanges(world.folios, changed, writer);
      this.extend(folios, changed.length, writer);
      return folios.piece;
    }
    writeFolios(world.folios, writer);
    folios.piece = this.put(0, writer.take(), true);
    folios.whole = world.folios.orders.size * 256;
    folios.changes = 0;
    return folios.piece;
  }

  private extend(chain: Chain, changes: number, from: ColumnWriter): void {
    chain.piece = this.put(chain.piece, from.take(), from === this.writer);
    chain.changes += changes;
  }

  private isWorthChanges({ whole, changes }: Chain, more: number): boolean {
    if (more === 0) return true;
    return whole > SMALL && changes + more <= whole * this.changesPerWhole;
  }
}

/** VMAs in the order of the mms that own them, then those that are in no mm; and how many each mm owns. */
function vmasOf(world: World, mms: readonly Mm[]): { readonly vmas: readonly Vma[]; readonly owned: readonly number[] } {
  const vmas: Vma[] = [];
  const owned = mms.map((mm) => {
    vmas.push(...mm.vmas);
    return mm.vmas.size;
  });
  const listed = new Set(vmas);
  for (const vma of world.vmas.values()) if (!listed.has(vma)) vmas.push(vma);
  return { vmas, owned };
}

function taskFields(task: TaskState) {
  const { call, ...fields } = task;
  const usual = new TaskState(task.tid, task.tgid, task.comm);
  const busy = unusualFields(call, idleCall());
  return {
    tid: task.tid,
    tgid: task.tgid,
    comm: task.comm,
    fields: unusualFields(fields, usual),
    ...(Object.keys(busy).length > 0 && { call: busy }),
  };
}
