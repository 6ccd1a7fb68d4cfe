import { UsageError } from '../base/errors.ts';

/** What the watcher of the shipped captures writes into the trace just before it reads /proc. */
export const defaultMarker = 'GT {n} BEGIN';

/**
 * Reads a marker's number from the text of a tracing_mark_write event. `pattern` is the text as it begins, with `{n}` for the
 * number; gives null for any other text. Throws UsageError when the pattern has no `{n}`.
 */
export function markerReader(pattern: string): (text: string) => number | null {
  const [before, after, ...rest] = pattern.split('{n}');
  if (after === undefined || rest.length > 0) {
    throw new UsageError(
      `The marker "${pattern}" must contain {n} once, for the snapshot's number; for example "${defaultMarker}".`,
    );
  }
  const regex = new RegExp(`^${escaped(before)}(\\d+)${escaped(after)}(?!\\d)`);
  return (text) => {
    const match = regex.exec(text);
    return match ? Number(match[1]) : null;
  };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
