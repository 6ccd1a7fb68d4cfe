/** A pin taken by address: the page must stay the one that is mapped there. */
export interface PinRec {
  readonly mm: number;
  readonly va: number;
  readonly pfn: number;
  readonly flags: number;
  readonly since: number;
}

/** FOLL_* flags as this kernel numbers them (include/linux/mm_types.h, mm.h). */
export interface FollFlags {
  readonly write: number;
  readonly pin: number;
  readonly longterm: number;
}

export const follFlags = (kernel: string): FollFlags =>
  kernel === '5.10' || kernel === '6.1'
    ? { write: 1, pin: 0x4_0000, longterm: 0x1_0000 }
    : { write: 1, pin: 0x8_0000, longterm: 0x100 };

/** Pins that are alive, by place and by page. */
export class PinBook {
  private readonly byPfn = new Map<number, PinRec[]>();
  private readonly byPlace = new Map<number, Map<number, PinRec[]>>();

  add(pin: PinRec): void {
    const list = this.byPfn.get(pin.pfn);
    if (list) list.push(pin);
    else this.byPfn.set(pin.pfn, [pin]);
    let places = this.byPlace.get(pin.mm);
    if (!places) {
      places = new Map();
      this.byPlace.set(pin.mm, places);
    }
    const page = Math.floor(pin.va / 4096);
    const there = places.get(page);
    if (there) there.push(pin);
    else places.set(page, [pin]);
  }

  ofPfn(pfn: number): readonly PinRec[] {
    return this.byPfn.get(pfn) ?? none;
  }

  at(mm: number, va: number): readonly PinRec[] {
    return this.byPlace.get(mm)?.get(Math.floor(va / 4096)) ?? none;
  }

  /** One pin of the page is dropped: which of several does not show, the oldest is taken. */
  drop(pfn: number, nr: number): void {
    const list = this.byPfn.get(pfn);
    if (!list) return;
    for (const pin of list.splice(0, nr)) this.removeAt(pin);
    if (list.length === 0) this.byPfn.delete(pfn);
  }

  /** The user unmapped or moved what was there: the pin and the mapping part for good reason. */
  release(mm: number, va: number): void {
    this.byPlace.get(mm)?.delete(Math.floor(va / 4096));
  }

  clear(): void {
    this.byPfn.clear();
    this.byPlace.clear();
  }

  private removeAt(pin: PinRec): void {
    const there = this.byPlace.get(pin.mm)?.get(Math.floor(pin.va / 4096));
    const at = there ? there.indexOf(pin) : -1;
    if (there && at >= 0) there.splice(at, 1);
  }
}

const none: readonly PinRec[] = [];
