import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../../base/errors.ts';

/**
 * The store of each trace: `output` itself for one trace, a file in the folder `output` for several. Throws UsageError
 * when two traces would share a store, or a store would replace a trace.
 */
export function importTargets(traces: readonly string[], output: string): readonly string[] {
  const targets = traces.length === 1 && !isFolder(output) ? [output] : inFolder(traces, output);
  const paths = new Set(traces.filter((trace) => existsSync(trace)).map((trace) => realpathSync(trace)));
  for (const target of targets) {
    if (existsSync(target) && paths.has(realpathSync(target)))
      throw new UsageError(`${target} is the trace itself: name another store`);
    if (isFolder(target)) throw new UsageError(`${target} is a directory: name a file for the store`);
  }
  return targets;
}

function inFolder(traces: readonly string[], output: string): readonly string[] {
  if (!isFolder(output)) throw new UsageError(`several traces make several stores: ${output} must be a directory that exists`);
  const targets = traces.map((trace) => join(output, `${stem(basename(trace))}.db`));
  if (new Set(targets).size === targets.length) return targets;
  const longer = traces.map((trace) => join(output, `${basename(dirname(resolve(trace)))}-${stem(basename(trace))}.db`));
  if (new Set(longer).size === longer.length) return longer;
  throw new UsageError('two traces have the same name: import them one by one');
}

/** A trace's name without what says how it is packed: `tiny.txt.gz` is `tiny`. */
function stem(name: string): string {
  return name === '-' ? 'stdin' : name.replace(/(\.(txt|log|dat|gz|zst))+$/, '');
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
