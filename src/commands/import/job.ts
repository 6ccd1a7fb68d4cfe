import type { Given } from '../parts/command.ts';
import type { Progress } from '../parts/progress.ts';

/** One trace to import. */
export interface Job {
  readonly trace: string;
  readonly target: string;
  readonly given: Given;
  /** False to read the trace in the thread that stores it: other threads have other traces. */
  readonly readApart?: boolean;
}

/** Who is told of a job while it runs. */
export interface Listener {
  warn(line: string): void;
  progress(progress: Progress): void;
}

/** From the thread of a job; `done` or `failed` comes last. An `exitCode` of null is a bug. */
export type FromJob =
  | { readonly kind: 'warn'; readonly line: string }
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'done'; readonly code: number }
  | { readonly kind: 'failed'; readonly message: string; readonly exitCode: number | null };

/** To the thread of a job: end it, and leave nothing behind. */
export type ToJob = 'abort';
