import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventTypes } from '../../src/events/index.ts';
import { probeKernels } from './probe-kernels.ts';
import { probesPage } from './probes-page.ts';

const page = join(import.meta.dirname, '..', '..', 'docs', 'probes.md');
const generatedFrom = '<!-- From here on this page is made from src/events: npm test -- -u test/docs/probes.test.ts -->\n';

test('docs/probes.md says what src/events says', async () => {
  const [byHand] = readFileSync(page, 'utf8').split(generatedFrom);
  await expect(`${byHand}${generatedFrom}\n${probesPage()}`).toMatchFileSnapshot(page);
});

test('every probe has its kernels, once', () => {
  const probes = new Set(eventTypes.flatMap(({ names, probe }) => (probe ? names : [])));
  expect(Object.values(probeKernels).flat().sort()).toEqual([...probes].sort());
});
