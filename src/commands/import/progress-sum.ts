import type { Progress } from '../parts/progress.ts';

/** Adds the progress of several imports up to one. */
export class ProgressSum {
  private readonly parts: Progress[];
  private readonly tell: (sum: Progress) => void;

  constructor(count: number, tell: (sum: Progress) => void) {
    this.parts = new Array<Progress>(count).fill({ bytesRead: 0, bytesTotal: null, events: 0 });
    this.tell = tell;
  }

  /** Takes the progress of import `i`. The sum knows no end before every import is known to have one. */
  part(i: number): (progress: Progress) => void {
    return (progress) => {
      this.parts[i] = progress;
      const total = (key: 'bytesRead' | 'events') => this.parts.reduce((sum, part) => sum + part[key], 0);
      const ends = this.parts.map((part) => part.bytesTotal);
      const bytesTotal = ends.some((end) => end === null) ? null : ends.reduce<number>((sum, end) => sum + (end ?? 0), 0);
      this.tell({ bytesRead: total('bytesRead'), bytesTotal, events: total('events') });
    };
  }
}
