import { describe, expect, test } from 'vitest';
import {
  admitReaders,
  attach,
  countOf,
  detach,
  drained,
  excludeReaders,
  excludes,
  mayWriteSeq,
  moveMmSeq,
  NEVER,
  readGet,
  readPut,
  seemsBusy,
  shutOut,
  type VmaLockState,
  writeLocked,
  writeSeq,
} from '../../src/models/vma-count/protocol.ts';

/*
 * Every interleaving of one writer with up to three readers, step by step, on the model that the rules use. A reader
 * looks at the sequence, raises the count, looks again, holds, drops; the writer runs a script of operations, each in
 * the steps of the kernel. What must hold, is asked in every state that can be reached.
 */

type Op = 'lock' | 'unlock' | 'start' | 'start-early-seq' | 'detach' | 'attach';
type Reader = 'look' | 'seen' | 'raised' | 'hold' | 'undo' | 'done';

interface State {
  readonly lock: VmaLockState;
  readonly op: number;
  /** Step inside the operation. */
  readonly step: number;
  readonly readers: readonly Reader[];
}

interface Explored {
  readonly states: number;
  readonly broken: ReadonlySet<string>;
  readonly ends: readonly VmaLockState[];
}

function explore(script: readonly Op[], readers: number): Explored {
  const first: State = {
    lock: { refcnt: 1, vmSeq: NEVER, mmSeq: 0, attached: true },
    op: 0,
    step: 0,
    readers: new Array<Reader>(readers).fill('look'),
  };
  const seen = new Map<string, State>();
  const open = [first];
  const broken = new Set<string>();
  const ends: VmaLockState[] = [];
  for (let state = open.pop(); state; state = open.pop()) {
    const key = JSON.stringify(state);
    if (seen.has(key)) continue;
    seen.set(key, state);
    for (const rule of violated(state)) broken.add(rule);
    const next = [...writerSteps(state, script, broken), ...readerSteps(state)];
    const over = state.op === script.length && state.readers.every((reader) => reader === 'done');
    if (over) ends.push(state.lock);
    else if (next.length === 0) broken.add('deadlock');
    open.push(...next);
  }
  return { states: seen.size, broken, ends };
}

function violated({ lock, readers }: State): string[] {
  const held = readers.filter((reader) => reader === 'hold').length;
  const inside = readers.filter((reader) => reader === 'hold' || reader === 'raised' || reader === 'undo').length;
  const rules: string[] = [];
  if (!excludes(lock.refcnt) && lock.refcnt !== countOf('refcnt', lock.attached, inside)) rules.push('D1');
  if (writeLocked(lock.vmSeq, lock.mmSeq) && held > 0) rules.push('D3');
  if (!lock.attached && held > 0) rules.push('D4');
  return rules;
}

function* writerSteps(state: State, script: readonly Op[], broken: Set<string>): Generator<State> {
  const op = script[state.op];
  if (op === undefined) return;
  const { lock, step } = state;
  const done = (after: VmaLockState): State => ({ ...state, lock: after, op: state.op + 1, step: 0 });
  const on = (after: VmaLockState): State => ({ ...state, lock: after, step: step + 1 });
  const write = (): VmaLockState => {
    if (!mayWriteSeq('refcnt', lock.refcnt)) broken.add('D7');
    return writeSeq(lock);
  };
  if (op === 'lock' || op === 'unlock') yield done(moveMmSeq(lock));
  else if (op === 'attach') yield done(attach(lock));
  else if (op === 'start-early-seq') yield done(write());
  else if (op === 'detach') yield* detachSteps(lock, step, on, done);
  else if (step === 0) {
    const begun = excludeReaders(lock);
    yield begun.waits ? on(begun.state) : done(begun.state);
  } else if (step === 1) {
    if (drained(lock)) yield on(lock);
  } else if (step === 2) yield on(write());
  else yield done(admitReaders(lock));
}

function* detachSteps(
  lock: VmaLockState,
  step: number,
  on: (after: VmaLockState) => State,
  done: (after: VmaLockState) => State,
): Generator<State> {
  if (step === 0) {
    const begun = detach(lock);
    yield begun.waits ? on(begun.state) : done(begun.state);
  } else if (step === 1) yield lock.refcnt === 0 ? done(lock) : on(shutOut(lock));
  else if (drained(lock)) yield done(admitReaders(lock));
}

function* readerSteps(state: State): Generator<State> {
  const { lock, readers } = state;
  for (let i = 0; i < readers.length; i++) {
    const to = (reader: Reader, after = lock): State => ({ ...state, lock: after, readers: readers.with(i, reader) });
    switch (readers[i]) {
      case 'look':
        yield to(seemsBusy(lock) ? 'done' : 'seen');
        break;
      case 'seen': {
        const got = readGet(lock);
        yield to(got.result === 'ok' ? 'raised' : 'done', got.state);
        break;
      }
      case 'raised':
        yield to(seemsBusy(lock) ? 'undo' : 'hold');
        break;
      case 'hold':
      case 'undo':
        yield to('done', readPut(lock));
        break;
      default:
    }
  }
}

const merged: Readonly<Record<string, readonly Op[]>> = {
  modify: ['lock', 'start', 'unlock'],
  munmap: ['lock', 'start', 'detach', 'unlock'],
  'munmap that fails, and a change': ['lock', 'start', 'detach', 'attach', 'unlock', 'lock', 'start', 'unlock'],
  'two changes': ['lock', 'start', 'unlock', 'lock', 'start', 'unlock'],
};

describe('vm_refcnt as merged', () => {
  for (const [name, script] of Object.entries(merged)) {
    test.each([1, 2, 3])(`${name}: no interleaving with %i readers breaks a rule or stops`, (readers) => {
      const { broken, ends, states } = explore(script, readers);
      expect([...broken]).toEqual([]);
      expect(states).toBeGreaterThan(10);
      for (const end of ends) expect(end.refcnt).toBe(end.attached ? 1 : 0);
    });
  }
});

describe('the sequence written before the readers have left', () => {
  test.each([1, 2, 3])('breaks D3 and D7 with %i readers', (readers) => {
    const { broken } = explore(['lock', 'start-early-seq', 'unlock'], readers);
    expect([...broken].sort()).toEqual(['D3', 'D7']);
  });

  test('lets a VMA be detached under a reader', () => {
    expect([...explore(['lock', 'start-early-seq', 'detach', 'unlock'], 2).broken].sort()).toContain('D4');
  });
});
