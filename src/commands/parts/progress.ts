import { grouped } from '../../base/counted.ts';
import type { Io } from './io.ts';

/** Between two drawings; more often nobody can read. */
const intervalMs = 250;

/** How far an import has come. */
export interface Progress {
  readonly bytesRead: number;
  readonly bytesTotal: number | null;
  readonly events: number;
}

/** Draws progress with rate and time left; says nothing where nobody watches. Call `done` at the end, whatever it is. */
export function showProgress(io: Io, name: string): { update(progress: Progress): void; done(): void } {
  const { screen } = io;
  if (!screen) return { update() {}, done() {} };
  const start = performance.now();
  let drawn = start;
  return {
    update(progress) {
      const now = performance.now();
      if (now - drawn < intervalMs) return;
      drawn = now;
      screen.draw(`${name}: ${progressText(progress, (now - start) / 1000)}`);
    },
    done: () => screen.draw(''),
  };
}

/** `1,250,000 events, 430,000/s, 38 %, 12 s left`. */
export function progressText({ bytesRead, bytesTotal, events }: Progress, seconds: number): string {
  const rate = Math.round(events / seconds);
  const parts = [`${grouped(events)} events`, `${grouped(rate)}/s`];
  if (bytesTotal && bytesRead > 0) {
    const share = bytesRead / bytesTotal;
    parts.push(`${Math.floor(share * 100)} %`, `${Math.ceil((seconds / share) * (1 - share))} s left`);
  }
  return parts.join(', ');
}
