import { storeSource } from '#mmfold/commands/parts/store-source.js';
import { TablesApart } from '#mmfold/commands/parts/tables-apart.js';
import { Fold } from '#mmfold/replay/fold.js';
import { type Derived, type Only, Session } from '#mmfold/replay/session.js';
import { openStore } from '#mmfold/store/index.js';
import { Stopwatch } from './stopwatch.ts';

/**
 * Seeks to random moments of a folded store; and, unless `only`, folds it once from its events, once from its facts and once from
 * the same facts in memory:
 * node seek.js STORE SEEKS [only]
 */
const [path, count, only] = process.argv.slice(2);
const store = await openStore(path);
const ahead = new TablesApart();
const source = storeSource(store, ahead);
const tasks = source.dictionary.tasks.filter(({ tid }) => tid > 0);

/** The same moments and processes in every run. */
let state = 0x2545f491;
function random(): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) / 2 ** 32;
}

function seeks(narrow: boolean): { readonly seq: number; readonly ms: number; readonly entries: number }[] {
  const session = new Session(source);
  return Array.from({ length: Number(count) }, () => {
    const seq = 1 + Math.floor(random() * store.lastSeq);
    const { tid, tgid } = tasks[Math.floor(random() * tasks.length)];
    const only: Only | null = narrow ? { pid: tgid ?? tid } : null;
    const begin = performance.now();
    session.seek(seq, only);
    const wanted = [...session.world.mms.values()].filter(({ users }) => !only || users.has(only.pid));
    const entries = wanted.reduce((sum, { pt }) => sum + pt.size, 0);
    return { seq, ms: performance.now() - begin, entries };
  });
}

/** A session without checkpoints: it folds from the first fact. */
function unaided(derived: Derived | null): Session {
  return new Session({ ...source, derived: derived && { ...derived, checkpoint: () => null } });
}

function timed(act: () => void): Stopwatch {
  const watch = new Stopwatch();
  watch.time(act);
  return watch;
}

const one = seeks(true);
const all = seeks(false);
const session = unaided(source.derived);
const fromFacts = timed(() => only ?? session.seek(store.lastSeq));
const held = only || !source.derived ? [] : [...source.derived.blocks(1, store.lastSeq)];
const holding = unaided(source.derived && { ...source.derived, blocks: () => held });
const heldFacts = timed(() => only ?? holding.seek(store.lastSeq));
const memory = new Fold(source.dictionary, session.kernel, session.pages);
const inMemory = new Stopwatch();
for (const batch of only ? [] : source.batches(1, store.lastSeq + 1)) inMemory.time(() => memory.apply(batch));
const derived = ['fact_block', 'checkpoint', 'checkpoint_piece']
  .map((table) => store.db.prepare<[], number>(`SELECT coalesce(sum(length(data)), 0) FROM ${table}`).pluck().get() ?? 0)
  .reduce((sum, bytes) => sum + bytes, 0);
const pid = tasks[0].tgid ?? tasks[0].tid;
process.stdout.write(JSON.stringify({ lastSeq: store.lastSeq, pid, one, all, fromFacts, heldFacts, inMemory, derived }));
store.close();
await ahead.close();
