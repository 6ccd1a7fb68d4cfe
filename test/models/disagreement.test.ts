import { expect, test } from 'vitest';
import { begun } from './lines.ts';
import { anonAt, fault, mapped, play, unmapAt, WRITE } from './story.ts';

const complaints = (story: string) => [...play(story).world.complaints];

test('a page that is unmapped where nothing was is a disagreement, for the event that mapped it is missing', () => {
  const rule = 'a page was unmapped where the replay has none';
  expect(
    complaints(`${begun}
    ${unmapAt('0x401000', 0x31)}`),
  ).toEqual([[rule, 1]]);
});

test.each([
  [
    'a copy took its place before',
    `${begun}${fault('0x401000', WRITE, `${anonAt('0x401000', 0x44)}\n${unmapAt('0x401000', 0x31)}`)}`,
  ],
  ['the mm is older than the trace', `${mapped()}\n${unmapAt('0x401000', 0x31)}`],
  ['events were lost since it began', `${begun}\nLOST 3\n${unmapAt('0x401000', 0x31)}`],
])('but not when %s', (_why, story) => {
  expect(complaints(story)).toEqual([]);
});
