import { describe, expect, test } from 'vitest';
import type { EventType } from '../../src/events/define.ts';
import { eventTypes } from '../../src/events/index.ts';
import { factFields } from '../../src/facts/index.ts';
import { kernelProfiles } from '../../src/models/kernel-profile.ts';
import { said, shapeOfText } from './said.ts';

/** The example as one name of the family prints it. */
function exampleOf(type: EventType, name: string): string {
  const { example, names } = type;
  if (name.startsWith('mmstep_')) return `${name}: ${example}`;
  if (name.endsWith('__ret') && /^sys_\w+ ->/.test(example)) return example.replace(/^sys_\w+/, name.slice(0, -'__ret'.length));
  const printed = names.find((each) => example.startsWith(each)) ?? '';
  return name + example.slice(printed.length);
}

const examples = eventTypes.flatMap((type) =>
  type.names.map((name) => ({ type, name, kind: type.probe ? 'probe' : 'tracepoint', text: exampleOf(type, name) })),
);

/** What the definition adds to what any probe says of the VMA it prints. */
function own(text: string, type: EventType) {
  return kernelProfiles.map(({ name }) => {
    const { facts, lacking } = said(text, [type], name);
    return { facts: facts.slice(said(text, [], name).facts.length), lacking };
  });
}

describe.each(examples)('$kind $name', ({ type, name, text }) => {
  test('has an example that is read under its name, with every needed field in a format the facts can use', () => {
    const shape = shapeOfText(text);
    expect({ name: shape.name, probe: shape.probe }).toEqual({ name, probe: type.probe });
    const formats = new Map(shape.fields.map((field) => [field.name, field.format]));
    for (const [field, kind] of Object.entries(type.needs)) {
      expect(formats.has(field), field).toBe(true);
      expect(formats.get(field) === 'text', `${field} is ${formats.get(field)}`).toBe(kind === 'text');
    }
  });

  test('says something of it on some kernel, each fact with exactly its own fields, all of them whole numbers', () => {
    const byKernel = own(text, type);
    expect(byKernel.flatMap(({ lacking }) => lacking)).toEqual([]);
    expect(Math.max(...byKernel.map(({ facts }) => facts.length))).toBeGreaterThan(0);
    for (const fact of byKernel.flatMap(({ facts }) => facts)) {
      const { kind, ...fields } = fact;
      expect(Object.keys(fields).sort(), kind).toEqual([...factFields[kind]].sort());
      for (const [field, value] of Object.entries(fields))
        expect(Number.isInteger(value), `${kind}.${field} = ${value}`).toBe(true);
    }
  });
});

describe('GUP', () => {
  const grab = (flags: string) =>
    `try_grab_page: (try_grab_page+0x0/0x100) page=0xffffea0002ae6cc0 page_fl=0xfffffc00a0014 page_index=0x7fc8ae13a page_w1=0xffffea00000c9708 page_hindex=0x0 flags=${flags}`;

  test('pins with FOLL_PIN, whose bit moved after 6.1; other references are no pins', () => {
    const pin = { kind: 'gup_pin', pfn: 0xab9b3, nr: 1 };
    expect(said(grab('0x50001'), eventTypes, '6.1').facts).toMatchObject([pin]);
    expect(said(grab('0x80001'), eventTypes, '6.1').facts).toEqual([]);
    expect(said(grab('0x80001'), eventTypes, '6.12').facts).toMatchObject([pin]);
    expect(said(grab('0x50001'), eventTypes, '6.12').facts).toEqual([]);
  });
});
