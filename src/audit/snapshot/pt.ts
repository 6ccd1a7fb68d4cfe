import { FIRST_NON_SWAP_TYPE, isZeroPage } from './kpageflags.ts';
import { PAGE_SIZE, type Walk, type WalkTable } from './snapshot.ts';

const PTRS_PER_PMD = 512;
/** 40 bits of page frame in an x86-64 entry. */
const PFN_MASK = 0xff_ffff_ffff;

/**
 * Reads a page-table walk: lines of `KIND vaddr name=hex ...`, kinds PMD (a PTE table), PTE, PMDLEAF, PTEPROTNONE, PMDNP,
 * PTESW; others are passed over. An entry that PROT_NONE made not-present holds its frame inverted
 * (arch/x86/include/asm/pgtable-invert.h).
 */
export function parsePt(text: string): Walk {
  const present = new Map<number, number>();
  const zero = new Set<number>();
  const swapped = new Set<number>();
  const pmds = new Set<number>();
  const protNonePmds = new Set<number>();
  const tables = new Map<number, WalkTable>();

  const addPmd = (va: number, pfn: number, isZero: boolean): void => {
    pmds.add(va);
    for (let i = 0; i < PTRS_PER_PMD; i++) {
      present.set(va + i * PAGE_SIZE, pfn + i);
      if (isZero) zero.add(va + i * PAGE_SIZE);
    }
  };
  for (const line of text.split('\n')) {
    const [kind, vaddr, ...fields] = line.split(' ');
    const va = Number.parseInt(vaddr, 16);
    const field = (name: string): string => fields.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
    const isZero = (): boolean => isZeroPage(field('kpf') || '0');
    switch (kind) {
      case 'PTE':
        present.set(va, Number.parseInt(field('pfn'), 16));
        if (isZero()) zero.add(va);
        break;
      case 'PTEPROTNONE':
        present.set(va, PFN_MASK - Number.parseInt(field('pfn'), 16));
        break;
      case 'PMDLEAF':
        addPmd(va, Number.parseInt(field('pfn'), 16), isZero());
        break;
      case 'PMDNP':
        if (!isProtNone(field('raw'))) break;
        addPmd(va, hugeFrame(PFN_MASK - frameOf(field('raw'))), false);
        protNonePmds.add(va);
        break;
      case 'PTESW':
        if (swapType(field('raw')) < FIRST_NON_SWAP_TYPE) swapped.add(va);
        break;
      case 'PMD':
        tables.set(va, { pfn: Number.parseInt(field('table_pfn'), 16), empty: field('nonzero') === '0' });
        break;
    }
  }
  return { present, zero, swapped, pmds, protNonePmds, tables };
}

/** Bits 12 to 51 of a raw entry. */
function frameOf(raw: string): number {
  return Number((BigInt(`0x${raw}`) >> 12n) & BigInt(PFN_MASK));
}

/** _PAGE_PROTNONE, bit 8; other entries that are not present are of a migration. */
function isProtNone(raw: string): boolean {
  return (Number.parseInt(raw.slice(-3), 16) & 0x100) !== 0;
}

function hugeFrame(pfn: number): number {
  return pfn - (pfn % PTRS_PER_PMD);
}

/** The top five bits of a raw entry that is neither none nor present (arch/x86/include/asm/pgtable_64.h). */
function swapType(raw: string): number {
  return Number(BigInt(`0x${raw}`) >> 59n);
}
