import { type KernelProfile, kernelProfiles } from '../models/kernel-profile.ts';
import { TableReader } from '../models/page-table/table-reader.ts';
import { World } from '../models/world.ts';
import type { PageMap } from './boot.ts';
import { chooseKernel, showsEntries } from './choose-kernel.ts';
import { FactFold, type StoredFacts } from './fact-fold.ts';
import { type RowKind, rowKinds } from './fact-kinds.ts';
import { Fold } from './fold.ts';
import { type GetPiece, restore, type Wants } from './restore.ts';
import { insideLoss, learnPages, type ReplaySource } from './source.ts';
import type { TablesAhead } from './tables-ahead.ts';
import { WorldView } from './view.ts';

/** What a fold of the source left behind: its facts in blocks, and its state every so often. */
export interface Derived {
  /** Name of the kernel profile it was folded by. */
  readonly kernel: string;
  readonly pages: PageMap | null;
  /** The blocks that cover the events fromSeq to toSeq. */
  blocks(fromSeq: number, toSeq: number): Iterable<StoredFacts>;
  /** The event of the last checkpoint at or before `seq`; 0 when there is none. */
  checkpointBefore(seq: number): number;
  checkpoint(seq: number): { readonly seq: number; readonly bytes: Uint8Array } | null;
  readonly piece: GetPiece;
  /** Reads page tables while the session does something else; null where it is to read all of them itself. */
  readonly ahead: TablesAhead | null;
}

/** A source, and what was derived from it; null when it was not folded, or by another version. */
export interface FoldedSource extends ReplaySource {
  readonly derived: Derived | null;
}

/** Which address space a question is about: then what is known of others' entries may be left out. */
export type Only = { readonly pid: number } | { readonly mm: number };

/** A state that can go on: folded up to and including event `seq`. */
interface Position {
  readonly world: World;
  readonly lacking: ReadonlyMap<string, number>;
  readonly seq: number;
  readonly only: Only | null;
  /** Goes on to event `seq`; false when the facts for it are not there. */
  advance(seq: number): boolean;
}

/** Restoring costs about as much as folding so many events. */
const RESTORE_EVENTS = 20_000;

/**
 * A long look at one trace: goes to any moment, from the nearest checkpoint or from where it is. What it gives shows the
 * state until the next seek.
 */
export class Session {
  readonly kernel: KernelProfile;
  private readonly source: FoldedSource;
  private readonly derived: Derived | null;
  private readonly kinds: readonly (RowKind | null)[] = rowKinds();
  private readonly tables = new TableReader();
  private learned: PageMap | null | undefined;
  private position: Position | null = null;

  /** `kernel` null: the one the source was folded by, or that it shows, or the newest. */
  constructor(source: FoldedSource, kernel: KernelProfile | null = null) {
    this.source = source;
    const folded = kernelProfiles.find(({ name }) => name === source.derived?.kernel);
    this.kernel = kernel ?? folded ?? chooseKernel(source.dictionary.shapes) ?? kernelProfiles[kernelProfiles.length - 1];
    this.derived = folded === this.kernel ? source.derived : null;
  }

  /** Is there something derived to start from? Otherwise every seek backwards folds from the first event. */
  get isFolded(): boolean {
    return this.derived !== null;
  }

  /** Where struct pages lie; null when the trace does not tell. */
  get pages(): PageMap | null {
    if (this.derived) return this.derived.pages;
    if (this.learned === undefined) this.learned = learnPages(this.source);
    return this.learned;
  }

  /** Number of the last event folded. */
  get seq(): number {
    return this.position?.seq ?? 0;
  }

  get world(): World {
    this.position ??= this.begin(null);
    return this.position.world;
  }

  /** What events up to here lacked for a fact, with numbers of events. */
  get lacking(): ReadonlyMap<string, number> {
    return this.position?.lacking ?? new Map();
  }

  /** Is the present moment inside a gap of some CPU's events? */
  get insideLoss(): boolean {
    return insideLoss(this.source.losses, this.seq);
  }

  /**
   * Goes to the moment just after event `seq`. With `only` the entries of other address spaces may be missing from the
   * view, and so may what is counted over all of them.
   */
  seek(seq: number, only: Only | null = null): WorldView {
    const narrow = only && this.derived && this.canNarrow() ? only : null;
    this.position = this.reach(seq, narrow);
    if (narrow && isPartial(this.position.world, narrow)) this.position = this.reach(seq, null);
    return new WorldView(this.position.world, this.insideLoss);
  }

  /** Where only stock tracepoints tell of migrations, what happens to one address space depends on the others. */
  private canNarrow(): boolean {
    const { shapes } = this.source.dictionary;
    return showsEntries(shapes) || !shapes.some(({ name, probe }) => !probe && name === 'remove_migration_pte');
  }

  private reach(seq: number, only: Only | null): Position {
    const here = this.position;
    if (here && here.seq <= seq && (here.only === null || sameOnly(here.only, only)) && this.isNearer(here.seq, seq)) {
      if (here.advance(seq)) return here;
    }
    const position = this.begin(only, seq);
    if (position.advance(seq)) return position;
    const fromEvents = this.fromEvents();
    fromEvents.advance(seq);
    return fromEvents;
  }

  private isNearer(from: number, to: number): boolean {
    const checkpoint = this.derived?.checkpointBefore(to) ?? 0;
    return from + RESTORE_EVENTS >= checkpoint;
  }

  private begin(only: Only | null, seq = 0): Position {
    const { derived, source } = this;
    if (!derived) return this.fromEvents();
    const shows = showsEntries(source.dictionary.shapes);
    const saved = derived.checkpoint(seq);
    if (!saved)
      return this.fromBlocks(
        derived,
        new FactFold(new World(this.kernel, shows), 0, new Map(), source.dictionary.tasks, this.kinds),
        null,
      );
    const { world, lacking } = restore(saved.bytes, this.kernel, shows, derived.piece, {
      wants: only && wantsOf(only),
      tables: this.tables,
      ahead: derived.ahead,
    });
    return this.fromBlocks(derived, new FactFold(world, saved.seq, lacking, source.dictionary.tasks, this.kinds), only);
  }

  private fromBlocks(derived: Derived, fold: FactFold, only: Only | null): Position {
    return {
      world: fold.world,
      lacking: fold.lacking,
      only,
      get seq() {
        return fold.seq;
      },
      advance(seq) {
        if (seq <= fold.seq) return true;
        fold.apply(derived.blocks(fold.seq + 1, seq), seq);
        return fold.seq >= seq;
      },
    };
  }

  private fromEvents(): Position {
    const { source } = this;
    const fold = new Fold(source.dictionary, this.kernel, this.pages);
    return {
      world: fold.world,
      lacking: fold.lacking,
      only: null,
      get seq() {
        return fold.seq;
      },
      advance(seq) {
        for (const batch of source.batches(fold.seq + 1, seq + 1)) fold.apply(batch, seq);
        return true;
      },
    };
  }
}

function wantsOf(only: Only): Wants {
  return 'mm' in only ? ({ ptr }) => ptr === only.mm : ({ users }) => users.has(only.pid);
}

function sameOnly(a: Only, b: Only | null): boolean {
  return b !== null && ('mm' in a ? 'mm' in b && a.mm === b.mm : 'pid' in b && a.pid === b.pid);
}

/** Does the question concern an address space whose entries were left out? */
function isPartial(world: World, only: Only): boolean {
  const wants = wantsOf(only);
  for (const mm of world.mms.values()) if (mm.pt.partial && wants(mm)) return true;
  return false;
}
