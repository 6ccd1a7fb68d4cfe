import { UsageError } from '../../base/errors.ts';
import { parseMoment } from '../../base/time.ts';
import type { Dictionary } from '../../events/batch.ts';
import { BatchFilter, type Wanted } from '../../store/batch-filter.ts';
import type { ImportFilter, SourceBatch } from '../../store/source.ts';
import { type Given, optionText } from './command.ts';

const filterOptions = ['since', 'until', 'pid', 'cpu', 'event'] as const;

/**
 * The filter that --since, --until, --pid, --cpu and --event ask for; null when none was given. Throws UsageError for a
 * value that means nothing, and for a time that only a finished store can tell.
 */
export function askedFilter(given: Given, dictionary: Dictionary): ImportFilter | null {
  const text = filterOptions
    .filter((name) => optionText(given, name) !== undefined)
    .map((name) => `--${name} ${optionText(given, name)}`)
    .join(' ');
  if (text === '') return null;
  const since = timeOption(given, 'since');
  const until = timeOption(given, 'until');
  const pids = numbersOption(given, 'pid');
  const cpus = numbersOption(given, 'cpu');
  const event = eventOption(given);
  let filter: BatchFilter | null = null;
  return {
    text,
    get filtered() {
      return filter?.filtered ?? 0;
    },
    apply(batch: SourceBatch, originNs: bigint) {
      const first = originNs + BigInt(batch.ts[0] ?? 0);
      const wanted: Wanted = { since: since?.(first), until: until?.(first), pids, cpus, event };
      filter ??= new BatchFilter(text, wanted, dictionary);
      return filter.apply(batch, originNs);
    },
  };
}

/** A time, given that of the first event; undefined where every time will do. */
function timeOption(given: Given, name: 'since' | 'until'): ((first: bigint) => bigint) | undefined {
  const text = optionText(given, name);
  if (text === undefined) return undefined;
  const moment = parseMoment(text);
  if (moment.kind === 'time') return () => moment.ns;
  if (moment.kind === 'offset') return (first) => first + moment.ns;
  if (moment.kind === (name === 'since' ? 'start' : 'end')) return undefined;
  throw new UsageError(`--${name} ${text}: an import knows only times, such as 102.3 or +5s`);
}

function numbersOption(given: Given, name: 'pid' | 'cpu'): ReadonlySet<number> | undefined {
  const text = optionText(given, name);
  if (text === undefined) return undefined;
  if (!/^\d+(,\d+)*$/.test(text)) throw new UsageError(`--${name} ${text}: write numbers with commas between, such as 1,2`);
  return new Set(text.split(',').map(Number));
}

function eventOption(given: Given): ((name: string) => boolean) | undefined {
  const text = optionText(given, 'event');
  if (text === undefined) return undefined;
  const patterns = text.split(',').map((pattern) => pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*'));
  const wanted = new RegExp(`^(?:${patterns.join('|')})$`);
  return (name) => wanted.test(name);
}
