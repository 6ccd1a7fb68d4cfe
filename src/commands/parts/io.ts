import type { Sink } from '../../output/format.ts';

/** The world outside, as commands see it. */
export interface Io {
  readonly stdout: Sink;
  /** Writes one line for the person: warnings and progress, never data. */
  warn(line: string): void;
  /** Where progress is drawn; null where nobody watches. */
  readonly screen: { draw(text: string): void } | null;
  /** All of stdin as text. */
  readStdin(): Promise<string>;
}
