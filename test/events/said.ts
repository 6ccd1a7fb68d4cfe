import type { Boot, EventType } from '../../src/events/define.ts';
import type { Shape } from '../../src/events/shape.ts';
import type { Fact } from '../../src/facts/index.ts';
import { type KernelName, profileFor } from '../../src/models/kernel-profile.ts';
import { bindShape } from '../../src/replay/bind.ts';
import { BootFacts } from '../../src/replay/boot.ts';
import { line, readText } from '../ingest/read.ts';

/** Where struct page of pfn 0 lies in the captures that the examples come from. */
export const pageMap = { base: -0x1600_0000_0000, size: 64 } as const;

export function bootOf(kernel: KernelName): Boot {
  const profile = profileFor(kernel);
  if (!profile) throw new Error(`no kernel ${kernel}`);
  return new BootFacts(profile, pageMap);
}

/** The shape that a text is read into. */
export function shapeOfText(text: string): Shape {
  const { events } = readText(line(text));
  return events[0].shape;
}

/** What one event says by these definitions, and which of them lack a field. */
export function said(
  text: string,
  types: readonly EventType[],
  kernel: KernelName,
): { facts: Fact[]; lacking: readonly string[] } {
  const { batches, parser } = readText(line(text));
  const [batch] = batches;
  const { shapes, texts } = parser.dictionary;
  const textOf = (id: number): string => (id >= 0 ? texts[id] : batch.inlineTexts[-1 - id]);
  const bound = bindShape(shapes[batch.shape[0]], types, textOf);
  const facts: Fact[] = [];
  const at = { seq: 1, tid: 3905, tgid: 3905, comm: 'tiny', wide: batch.wide, boot: bootOf(kernel) };
  bound.run(batch.args, batch.argStart[0], (fact) => facts.push({ ...fact }), at);
  return { facts, lacking: bound.lacking };
}
