/** Kernels, and 7.2 with one choice of its design changed: every value of every choice occurs. */
export const designs = [
  '5.10',
  '6.1',
  '6.12',
  '7.0',
  '7.2',
  '7.2,rmap=A0',
  '7.2,rmap=A3',
  '7.2,ptReclaim=R0',
  '7.2,ptReclaim=R1',
  '7.2,ptReclaim=R2',
  '7.2,ptReclaim=R3bug',
  '7.2,prefault=old',
  '7.2,prefault=off',
  '7.2,vmaLock=none',
  '7.2,vmaLock=rwsem',
  '7.2,cow=mapcount',
  '7.2,cow=pagecount',
] as const;

/** What a design does about each of the five systems. */
export interface Choices {
  readonly rmap: string;
  readonly ptReclaim: string;
  readonly prefault: string;
  readonly vmaLock: string;
  readonly cow: string;
}

const kernels: Readonly<Record<string, Choices>> = {
  '5.10': { rmap: 'A0', ptReclaim: 'R0', prefault: 'young', vmaLock: 'none', cow: 'pagecount' },
  '6.1': { rmap: 'A0', ptReclaim: 'R0', prefault: 'young', vmaLock: 'none', cow: 'ae' },
  '6.12': { rmap: 'A2', ptReclaim: 'R0', prefault: 'young', vmaLock: 'rwsem', cow: 'ae' },
  '7.0': { rmap: 'A2', ptReclaim: 'R3', prefault: 'young', vmaLock: 'refcnt', cow: 'ae' },
  '7.2': { rmap: 'A2', ptReclaim: 'R3', prefault: 'young', vmaLock: 'refcnt', cow: 'ae' },
};

/** Reads the name of a design, for those who expect something of it. */
export function choicesOf(design: string): Choices {
  const [release, ...choices] = design.split(',');
  return { ...kernels[release], ...Object.fromEntries(choices.map((choice) => choice.split('='))) };
}
