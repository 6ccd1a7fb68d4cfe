/** Which address spaces map a page, for traces in which a page's end is told by pfn alone. */
export class ReverseMap {
  private readonly mappings = new Map<number, { mm: number; va: number }[]>();

  add(pfn: number, mm: number, va: number): void {
    const list = this.mappings.get(pfn);
    if (list) list.push({ mm, va });
    else this.mappings.set(pfn, [{ mm, va }]);
  }

  /** Removes and returns what mapped the page. */
  take(pfn: number): readonly { readonly mm: number; readonly va: number }[] {
    const list = this.mappings.get(pfn);
    if (!list) return [];
    this.mappings.delete(pfn);
    return list;
  }
}
