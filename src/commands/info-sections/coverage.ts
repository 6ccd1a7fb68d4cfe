import { counted, grouped } from '../../base/counted.ts';
import { hex } from '../../base/word.ts';
import { kernelProfiles } from '../../models/kernel-profile.ts';
import { kernelSign } from '../../replay/choose-kernel.ts';
import { readFoldFacts, type Store } from '../../store/index.ts';
import { type Assessment, assess, type NotTold } from './known/assess.ts';
import { type BootLook, lookAtBoot } from './known/boot.ts';
import { parts } from './known/parts.ts';
import { type Lacking, toldBy } from './known/told.ts';
import { aligned, type Section } from './section.ts';

/** What each part of the state can and cannot be known to be from this trace: by the events there are, without a fold. */
export const coverage: Section = {
  name: 'coverage',
  async read(store) {
    const { shapes } = store.dictionary;
    const sign = kernelSign(shapes);
    const folded = readFoldFacts(store.db)?.kernel;
    const profile =
      kernelProfiles.find(({ name }) => name === folded) ?? sign?.profile ?? kernelProfiles[kernelProfiles.length - 1];
    const told = toldBy(shapes, shapeCounts(store));
    const boot = lookAtBoot(store);
    const kernel = { profile: profile.name, vma_lock: profile.vmaLock, sign: sign?.profile === profile ? sign.found : null };
    const state = parts.map((part) => assess(part, told, profile));
    const lost = store.db.prepare<[], number>('SELECT count(*) FROM loss').pluck().get() ?? 0;
    const page_map = boot.pages && { base: hex(boot.pages.base), struct_page_bytes: boot.pages.size };
    return {
      data: { kernel, page_map, pointers: boot.pointers, loss_windows: lost, state, lacking: told.lacking },
      lines: [
        ...aligned([
          ['kernel', `as ${kernel.profile}: ${kernel.sign ?? 'no event tells; --kernel names another'}`],
          ['page map', pageMapText(boot)],
          ['pointers', pointersText(boot)],
          ['losses', lost > 0 ? `${counted(lost, 'gap')}: state set before a gap is doubtful after it` : 'none'],
        ]),
        '',
        ...state.flatMap(partLines),
        ...lackingLines(told.lacking),
      ],
    };
  },
};

function shapeCounts({ db }: Store): readonly number[] {
  return db.prepare<[], number>('SELECT events FROM shape ORDER BY id').pluck().all();
}

function pageMapText({ pages, whole }: BootLook): string {
  if (!pages && whole) return 'not told: pfns are unknown where events print struct pages alone';
  if (!pages) return 'not told by the first events: a fold learns it where it can';
  return `struct page of ${pages.size} bytes from ${hex(pages.base)}`;
}

function pointersText({ pointers }: BootLook): string {
  if (pointers === 'hashed') return 'hashed by tracepoints: joined with those of probes where a task prints both';
  return pointers === 'raw' ? 'raw' : 'none printed by tracepoints';
}

function partLines({ part, certainty, told_by, not_told, not_seen, never }: Assessment): string[] {
  const by = Object.entries(told_by).map(([name, n]) => `${name} ${grouped(n)}`);
  const title = `${part.padEnd(18)}${certainty === 'absent' ? 'this kernel has none' : certainty}`;
  return [
    title,
    ...(by.length > 0 ? wrapped('told by', by) : []),
    ...(not_told.length > 0 ? wrapped('not told', not_told.map(whatAndBy)) : []),
    ...(certainty === 'observed' && not_seen.length > 0 ? wrapped('no event of', not_seen.map(whatAndBy)) : []),
    ...(never.length > 0 ? wrapped('never told', never) : []),
  ];
}

const whatAndBy = ({ what, events }: NotTold): string => `${what} (${events.join(' or ')})`;

function lackingLines(lacking: readonly Lacking[]): string[] {
  if (lacking.length === 0) return [];
  const lines = lacking.map(({ lacks, events }) => `${counted(events, 'event')}: ${lacks.join(', or ')}`);
  return ['', 'give no fact for want of an argument (docs/probes.md)', ...lines.map((line) => `  ${line}`)];
}

/** Columns of a line that a person reads. */
const width = 120;

function wrapped(label: string, items: readonly string[]): string[] {
  const lines: string[] = [];
  let line = `  ${label.padEnd(13)}`;
  items.forEach((item, i) => {
    const text = i < items.length - 1 ? `${item}, ` : item;
    if (line.length + text.trimEnd().length > width && line.trim() !== label && line.trim() !== '') {
      lines.push(line.trimEnd());
      line = ' '.repeat(15);
    }
    line += text;
  });
  lines.push(line.trimEnd());
  return lines;
}
