import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench, BenchCase, Row } from '../bench.ts';
import type { Input } from '../parts/input.ts';
import { type Cost, costOfNode, median, medianCost, probe } from '../parts/measure.ts';
import { beside, ratioRow } from '../parts/row.ts';

/** Random moments that are sought in each store. */
const seeks = 200;

export interface Seek {
  readonly seq: number;
  readonly ms: number;
  /** Entries of what the seek was about. */
  readonly entries: number;
}

export interface Figures {
  readonly lastSeq: number;
  /** A process of the trace. */
  readonly pid: number;
  readonly one: readonly Seek[];
  readonly all: readonly Seek[];
  readonly fromFacts: { readonly seconds: number; readonly cpuSeconds: number };
  readonly heldFacts: { readonly seconds: number; readonly cpuSeconds: number };
  readonly inMemory: { readonly seconds: number; readonly cpuSeconds: number };
  /** Bytes of facts and checkpoints. */
  readonly derived: number;
}

/** What folding costs during import, what it takes in the store, and how fast it makes any moment. */
export const foldCase: BenchCase = {
  name: 'fold',
  async *run(bench) {
    for (const input of [...bench.generated, ...bench.captures]) yield* measure(bench, input);
  },
};

async function* measure(bench: Bench, input: Input): AsyncGenerator<Row> {
  const store = join(bench.folder, 'fold.db');
  const plain: Cost[] = [];
  const folded: Cost[] = [];
  for (let run = 0; run < bench.runs; run++) {
    plain.push(bench.mmfold('import', input.path, '--no-fold', '--force', '-o', store));
    folded.push(bench.mmfold('import', input.path, '--force', '-o', store));
  }
  yield ratioRow('import with fold', input, 'import --no-fold', medianCost(folded), medianCost(plain), '<= 2.0');
  const figures = probe<Figures>('seek', store, String(seeks));
  const { inMemory, fromFacts, heldFacts } = figures;
  yield ratioRow('fold of facts in memory', input, 'fold of facts from the store', heldFacts, fromFacts, '>= 0.6');
  yield ratioRow('fold of events in memory', input, 'fold of facts from the store', inMemory, fromFacts, '>= 0.6');
  yield share(input, figures.derived, statSync(store).size);
  yield* seekRows(input, figures);
  yield foldRow(input, figures);
  yield coldRow(bench, input, store, figures);
  rmSync(store);
}

function share(input: Input, derived: number, bytes: number): Row {
  const figures = beside(`${Math.round(derived / 1e6)} MB`, `${Math.round(bytes / 1e6)} MB`);
  return row('facts and checkpoints', input, 'bytes of the store', derived / bytes, '<= 0.3', figures);
}

/** How long a seek takes, and whether it is the same at the end as at the start. */
export function* seekRows(input: Pick<Input, 'name'>, { lastSeq, one, all }: Figures): Generator<Row> {
  for (const [what, sought, limit] of [
    ['seek, one mm: p95', one, 60],
    ['seek, all mms: p95', all, 200],
  ] as const) {
    const ms = sought.map((seek) => seek.ms).sort((a, b) => a - b);
    const p95 = ms[Math.floor(ms.length * 0.95)];
    const entries = Math.max(...sought.map((seek) => seek.entries));
    const figures = `${p95.toFixed(0)} ms, median ${median(ms).toFixed(0)}; up to ${entries} entries`;
    yield row(what, input, `${limit} ms`, p95 / limit, '<= 1', figures);
  }
  const first = median(one.filter(({ seq }) => seq <= lastSeq / 10).map(({ ms }) => ms));
  const last = median(one.filter(({ seq }) => seq > lastSeq * 0.9).map(({ ms }) => ms));
  const tenths = beside(`${last.toFixed(1)} ms`, `${first.toFixed(1)} ms`);
  yield row('seek in the last tenth', input, 'in the first tenth', last / first, '<= 1.3', tenths);
}

function foldRow(input: Input, { one, fromFacts }: Figures): Row {
  const usual = median(one.map(({ ms }) => ms));
  const whole = beside(`${fromFacts.seconds.toFixed(2)} s`, `${usual.toFixed(1)} ms`);
  return row('fold of the whole trace', input, 'seek, one mm', (fromFacts.seconds * 1000) / usual, '>= 50', whole);
}

/** A command from its start to its end, and what of that Node itself takes. */
function coldRow(bench: Bench, input: Input, store: string, { lastSeq, pid }: Figures): Row {
  const replays: Cost[] = [];
  const starts: Cost[] = [];
  const to = `#${Math.ceil(lastSeq * 0.77)}`;
  for (let run = 0; run < bench.runs; run++) {
    replays.push(bench.mmfold('replay', store, '--to', to, '--pid', String(pid), '--show', 'vma,pte'));
    starts.push(costOfNode(['-e', '0']));
  }
  const [ms, bare] = [replays, starts].map((costs) => medianCost(costs).seconds * 1000);
  return row('replay --pid, cold', input, '350 ms', ms / 350, '<= 1', `${ms.toFixed(0)} ms, node itself ${bare.toFixed(0)} ms`);
}

function row(what: string, input: Pick<Input, 'name'>, against: string, ratio: number, wanted: string, figures: string): Row {
  return { what, input: input.name, against, ratio, cpuRatio: null, wanted, figures };
}
