const CHUNK = 4096;

/**
 * The pages whose allocation changed, as bits: a page that changed ten times takes no more room than one that changed once, and they
 * come out in order without being sorted.
 */
export class ChangedPages {
  /** By pfn / 4096: a bit for each page. */
  private readonly chunks = new Map<number, Uint32Array>();
  private recent = -1;
  private recentChunk: Uint32Array = new Uint32Array(0);
  /** How many there are. */
  private n = 0;

  add(pfn: number): void {
    const number = Math.floor(pfn / CHUNK);
    if (number !== this.recent) this.turnTo(number);
    const at = pfn - number * CHUNK;
    const bit = 1 << (at & 31);
    const before = this.recentChunk[at >> 5];
    if (before & bit) return;
    this.recentChunk[at >> 5] = before | bit;
    this.n++;
  }

  /** The pages by ascending pfn. The set is empty then. */
  take(): Float64Array {
    const pages = new Float64Array(this.n);
    let n = 0;
    for (const number of [...this.chunks.keys()].sort((a, b) => a - b)) {
      const chunk = this.chunks.get(number) as Uint32Array;
      for (let word = 0; word < chunk.length; word++) {
        for (let bits = chunk[word]; bits !== 0; bits &= bits - 1)
          pages[n++] = number * CHUNK + word * 32 + 31 - Math.clz32(bits & -bits);
        chunk[word] = 0;
      }
    }
    this.n = 0;
    return pages;
  }

  private turnTo(number: number): void {
    let chunk = this.chunks.get(number);
    if (!chunk) {
      chunk = new Uint32Array(CHUNK / 32);
      this.chunks.set(number, chunk);
    }
    this.recent = number;
    this.recentChunk = chunk;
  }
}
