import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a process, or a part of one, cost. */
export interface Cost {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Peak memory; null where it is not known. */
  readonly megabytes: number | null;
}

const usage = fileURLToPath(new URL('./usage.cjs', import.meta.url));

/** Runs a Node program and tells what it cost, all threads together. Throws when it fails. */
export function costOfNode(args: readonly string[]): Cost {
  return costOf(process.execPath, ['--require', usage, ...args]);
}

/** The same, with so many generated lines coming in by its stdin, as they are made. What making them costs counts as time only. */
export function costOfFedNode(lines: number, args: readonly string[]): Cost {
  const writer = fileURLToPath(new URL('../text/write.js', import.meta.url));
  const pipe = 'node=$1 writer=$2 lines=$3; shift 3; "$node" "$writer" "$lines" | "$node" "$@"';
  return costOf('sh', ['-c', pipe, 'sh', process.execPath, writer, String(lines), '--require', usage, ...args]);
}

function costOf(program: string, args: readonly string[]): Cost {
  const begin = performance.now();
  const { status, output, stderr } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], encoding: 'utf8' });
  const seconds = (performance.now() - begin) / 1000;
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  const { cpuSeconds, megabytes } = JSON.parse(String(output[3])) as Omit<Cost, 'seconds'>;
  return { seconds, cpuSeconds, megabytes };
}

/** Runs any program with this stdin; null when it is not installed. Throws when it fails. */
export function costOfProgram(program: string, args: readonly string[], input: string): Cost | null {
  if (spawnSync(program, ['--version'], { stdio: 'ignore' }).error) return null;
  const begin = performance.now();
  const timed = '"$@"; code=$?; times >&3; exit $code';
  const { status, output, stderr } = spawnSync('sh', ['-c', timed, 'sh', program, ...args], {
    input,
    stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  const seconds = (performance.now() - begin) / 1000;
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  const ofChildren = String(output[3]).trim().split('\n')[1];
  const cpuSeconds = [...ofChildren.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, m, s]) => sum + Number(m) * 60 + Number(s), 0);
  return { seconds, cpuSeconds, megabytes: null };
}

/** Runs one of bench/probes, which prints its figures as JSON. */
export function probe<T>(name: string, ...args: readonly string[]): T {
  const path = fileURLToPath(new URL(`../probes/${name}.js`, import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** The middle one of numbers (the upper of two). */
export function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
}

/** Median of each part of the costs. */
export function medianCost(costs: readonly Cost[]): Cost {
  const known = costs.flatMap((cost) => (cost.megabytes === null ? [] : [cost.megabytes]));
  return {
    seconds: median(costs.map((cost) => cost.seconds)),
    cpuSeconds: median(costs.map((cost) => cost.cpuSeconds)),
    megabytes: known.length > 0 ? median(known) : null,
  };
}
