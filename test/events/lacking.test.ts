import { describe, expect, test } from 'vitest';
import { eventTypes } from '../../src/events/index.ts';
import { bindShape } from '../../src/replay/bind.ts';
import { mm1, play, word } from '../models/story.ts';
import { bootOf, shapeOfText } from './said.ts';

const needy = eventTypes.filter((type) => Object.keys(type.needs).length > 0 && !type.example.startsWith('mm='));
const needs = needy.flatMap((type) => Object.keys(type.needs).map((field) => ({ type, name: type.names[0], field })));

describe('an event without a field that its facts need', () => {
  test.each(needs)('$name without $field says nothing, and tells what it lacks', ({ type, field }) => {
    const shape = shapeOfText(type.example);
    const name = shape.name;
    const without = { ...shape, fields: shape.fields.map((each) => (each.name === field ? { ...each, name: 'other' } : each)) };
    const bare = { ...type, names: [name] };
    const bound = bindShape(without, [bare], () => '');
    expect(bound.lacking).toEqual([`${name} without ${field}`]);
    const added: string[] = [];
    const at = { seq: 1, tid: 1, tgid: 1, comm: 'tiny', wide: new Map(), boot: bootOf('7.0') };
    bound.run(new Float64Array(100), 0, ({ kind }) => kind !== 'vma_state' && added.push(kind), at);
    expect(added).toEqual([]);
  });
});

describe('the fold', () => {
  test('counts events that lack a field, by what they lack, and goes on', () => {
    const { fold, world } = play(`
      folio_remove_rmap_ptes: (folio_remove_rmap_ptes+0x4/0x250) page=0xffffea000010b840 nr_pages=0x1
      folio_remove_rmap_ptes: (folio_remove_rmap_ptes+0x4/0x250) page=0xffffea000010b880 nr_pages=0x1
      exit_mmap: (exit_mmap+0x4/0x440) mm=${mm1}
    `);
    expect([...fold.lacking]).toEqual([
      ['folio_remove_rmap_ptes without folio, folio_index, vma_mm, vma_s, vma_e, vma_pgoff', 2],
    ]);
    expect(world.mms.get(word(mm1))?.exited).toBe(true);
  });

  test('does not count a probe as lacking when another definition of the same name is content with it', () => {
    const { fold, world } = play(`
      try_grab_folio: (try_grab_folio+0x0/0x370) page=0xffffea0002ae6cc0 refs=0x1 flags=0x80001
    `);
    expect([...fold.lacking]).toEqual([]);
    expect(world.folios.pinsOf(0xab9b3)).toBe(1);
  });
});
