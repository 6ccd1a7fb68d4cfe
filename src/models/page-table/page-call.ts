/** Wants to be told the page and the address of every entry that maps one of `pages`; null: of any. */
export interface PageCall {
  readonly pages: { has(pfn: number): boolean } | null;
  tell(pfn: number, va: number): void;
}

/** Is the call about the page of an entry? A negative pfn is none. */
export const asksFor = ({ pages }: PageCall, pfn: number): boolean => pfn >= 0 && (pages === null || pages.has(pfn));
