import type { EventType, Fields } from '../../src/events/define.ts';
import { eventTypes } from '../../src/events/index.ts';
import { factFields } from '../../src/facts/index.ts';
import { kernelProfiles } from '../../src/models/kernel-profile.ts';
import { said } from '../events/said.ts';
import { probeKernels } from './probe-kernels.ts';

/** What the tables are grouped by: the family of the first fact of each event. */
const families: readonly { readonly title: string; readonly facts: RegExp }[] = [
  { title: 'Tasks', facts: /^(task_|madvise_|call_|sys_|page_fault)/ },
  { title: 'Address spaces and VMAs', facts: /^(mm_|vma_(?!read|write)|tree_|munmap_|split_|stack_|flags_)/ },
  { title: 'Locks', facts: /^(mmap_lock_|vma_read|vma_write)/ },
  { title: 'Page-table pages', facts: /^(pt_|pmd_at)/ },
  { title: 'TLB', facts: /^tlb_/ },
  { title: 'Folios', facts: /^(folio_|cache_|rss|gup_)/ },
  { title: 'Entries', facts: /^/ },
];

/** The generated part of docs/probes.md: what each event needs, and what it says. */
export function probesPage(): string {
  const types = eventTypes.filter(({ names, facts }) => facts && !names[0].startsWith('mmstep_'));
  const probes = types.filter(({ probe }) => probe);
  const placed = probes.map((type) => ({ family: familyOf(type), rows: probeRows(type) }));
  const sections = families.map(({ title }) => {
    const rows = placed.filter(({ family }) => family === title).flatMap((each) => each.rows);
    return rows.length > 0 ? `### ${title}\n\n${table(['probe', 'kernels', 'needs', 'uses too', 'says'], rows)}` : '';
  });
  const stock = types.filter(({ probe }) => !probe).flatMap(stockRows);
  return [
    '## Probes\n',
    ...sections.filter(Boolean),
    `## Tracepoints\n\n${table(['tracepoint', 'needs', 'uses too', 'says'], stock)}`,
  ].join('\n');
}

const familyOf = (type: EventType): string => {
  const [first] = ownFacts(type).filter((kind) => kind !== 'mm_current');
  return families.find(({ facts }) => facts.test(first))?.title ?? '';
};

function probeRows(type: EventType): string[][] {
  const says = [...ownFacts(type), ...(printsVma(type) ? ['vma_state'] : [])].join(', ');
  return type.names.map((name) => [`\`${name}\``, kernelsOf(name), fields(type.needs), fields(type.wants), says]);
}

function stockRows(type: EventType): string[][] {
  const says = ownFacts(type).join(', ');
  return type.names.map((name) => [`\`${name}\``, fields(type.needs), fields(type.wants), says]);
}

/** Kernels by name of the probe. Throws for one that probe-kernels.ts does not have. */
function kernelsOf(name: string): string {
  const found = Object.entries(probeKernels).find(([, names]) => names.includes(name));
  if (!found) throw new Error(`${name} is not in test/docs/probe-kernels.ts`);
  return found[0].split(' ').join(', ');
}

/** Names of arguments; what every probe prints of itself is none. */
const fields = (of: Fields): string =>
  Object.keys(of)
    .filter((name) => !name.startsWith('__probe'))
    .join(', ');

/** Kinds of fact that the definition names, and those its example gives. */
function ownFacts(type: EventType): string[] {
  const named = [...String(type.facts).matchAll(/kind: ?['"](\w+)['"]/g)].map(([, kind]) => kind);
  const general = new Set(factsOf(type.example, []));
  const given = factsOf(type.example, [type]).filter((kind) => !general.has(kind));
  const kinds = [...new Set([...named, ...given])];
  for (const kind of kinds) if (!(kind in factFields)) throw new Error(`${type.names[0]} gives '${kind}', which is no fact`);
  return kinds;
}

/** Does its example hold a vm_area_struct that any probe would tell? */
const printsVma = (type: EventType): boolean => factsOf(type.example, []).includes('vma_state');

function factsOf(example: string, types: readonly EventType[]): string[] {
  return kernelProfiles.flatMap(({ name }) => said(example, types, name).facts.map(({ kind }) => kind));
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}
