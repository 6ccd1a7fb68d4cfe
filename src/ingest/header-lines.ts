import type { TraceHeader } from './input.ts';

/** Gathers what the lines above the events say; see TraceHeader. */
export class HeaderLines {
  private tracer: string | null = null;
  private entries: number | null = null;
  private written: number | null = null;
  private cpus: number | null = null;
  private any = false;

  /** Takes the text of one header line. */
  add(text: string): void {
    this.any = true;
    this.tracer ??= /^#\s*tracer: (\S+)/.exec(text)?.[1] ?? null;
    const buffer = /^#\s*entries-in-buffer\/entries-written: (\d+)\/(\d+)\s+#P:(\d+)/.exec(text);
    if (buffer) [this.entries, this.written, this.cpus] = buffer.slice(1).map(Number);
    const cpus = /^cpus=(\d+)/.exec(text);
    if (cpus) this.cpus = Number(cpus[1]);
  }

  /** What is known so far; null before the first header line. */
  get header(): TraceHeader | null {
    return this.any ? { tracer: this.tracer, entries: this.entries, written: this.written, cpus: this.cpus } : null;
  }
}
