import type { Fact } from '../facts/index.ts';

/**
 * What a field is to SQL and to a fact: `address` is a kernel or user address (text `0x` and 16 digits in views, a word
 * in facts), `number` a pfn, size, count or flag word (INTEGER), `text` anything else.
 */
export type FieldKind = 'address' | 'number' | 'text';

/** In `needs` and `wants` only: a number whose upper bits may be flags; a facts function gets its low 52 bits. */
export type WantedKind = FieldKind | 'low52';
export const address = 'address';
export const number = 'number';
export const text = 'text';
export const low52 = 'low52';

export type Fields = Readonly<Record<string, WantedKind>>;

type ValueOf<K extends WantedKind> = K extends 'text' ? string : number;

/** The values a facts function sees: what it needs is there, what it merely wants may be null (not printed). */
export type FieldsOf<Needs extends Fields, Wants extends Fields> = {
  readonly [F in keyof Needs]: ValueOf<Needs[F]>;
} & { readonly [F in keyof Wants]: ValueOf<Wants[F]> | null };

/** Where a fact comes from; one object per fold, overwritten for each event. */
export interface At {
  readonly seq: number;
  readonly tid: number;
  /** Thread-group id, or -1 where the trace has none. */
  readonly tgid: number;
  readonly comm: string;
  /** Arguments of the batch, by index, that no double holds exactly. */
  readonly wide: ReadonlyMap<number, bigint>;
  readonly boot: Boot;
}

/** What is particular to the boot the trace was taken on, learned from the trace itself (see replay/boot.ts). */
export interface Boot {
  /** Is the vmemmap base known? */
  readonly knowsPages: boolean;
  /** The pfn of a struct page pointer; -1 while the vmemmap base is not known. */
  pfnOf(page: number): number;
  /** How many struct pages lie between two of their pointers. */
  pagesBetween(first: number, second: number): number;
  /** The kernel's profile, chosen from the trace or by --kernel. */
  readonly kernel: KernelTraits;
}

/** How this kernel lays out what probes print raw. One visible place: models/kernel-profile.ts. */
export interface KernelTraits {
  /** Bit of PG_head in page flags. */
  readonly pgHead: number;
  /** Bit of PG_swapbacked: anonymous, or shmem where the page has a page-cache mapping. */
  readonly pgSwapbacked: number;
  /** FOLL_PIN among the flags of GUP. */
  readonly follPin: number;
  /** True where page[1].flags has the folio's order in its low byte (6.2 and later). */
  readonly orderInPage1: boolean;
  /** True where mm_struct begins with its maple tree, so that the tree's address is the mm's. */
  readonly mmTreeIsMm: boolean;
}

export type Emit = (fact: Fact) => void;

/** One tracepoint or probe (or a family with one layout): its fields, an example as printed, and what it says about mm. */
export interface EventType<Needs extends Fields = Fields, Wants extends Fields = Fields> {
  /** The name as printed; several where a family shares one layout. */
  readonly names: readonly string[];
  /** Tells a probe from a tracepoint of the same name. */
  readonly probe: boolean;
  /** One line's text after the timestamp, as a kernel printed it. */
  readonly example: string;
  /** Fields without which the event gives no fact; such events are counted by `info`. */
  readonly needs: Needs;
  /** Fields used where they are printed. */
  readonly wants: Wants;
  facts?(event: FieldsOf<Needs, Wants>, emit: Emit, at: At): void;
}

/** Declares an event; exists so that `needs` and `wants` give the types in `facts`. */
export function defineEvent<const N extends Fields, const W extends Fields = Record<never, never>>(
  type: Omit<EventType<N, W>, 'wants'> & { readonly wants?: W },
): EventType {
  return { wants: {} as W, ...type } as unknown as EventType;
}
