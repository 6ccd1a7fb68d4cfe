import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mmfold } from '../commands/captured.ts';
import { fixtures, textOf } from './judged.ts';
import { withHole } from './other-boot.ts';

interface Row {
  readonly matched: number;
  readonly certainty: { readonly matched: { readonly observed?: number } };
}

interface Document {
  readonly wrong_observed: number;
  readonly total: Readonly<Record<string, Row>>;
  readonly markers: readonly (Readonly<Record<string, unknown>> & { readonly seq: number })[];
}

/** A tenth of each capture is cut out of its middle; the marks of the tracer say so. Imported and audited as a person would. */
describe('a gap in every CPU’s events', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mmfold-test-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(['tiny-6.1', 'tiny-6.12', 'tiny-7.2'])(
    'of %s leaves nothing observed that is wrong, and is got over',
    async (name) => {
      const [trace, store, result] = ['txt', 'db', 'json'].map((kind) => join(folder, `${name}.${kind}`));
      writeFileSync(trace, withHole(textOf(name), 0.45, 0.55), 'latin1');
      expect((await mmfold(['import', trace, '-o', store])).code).toBe(0);
      const { code } = await mmfold([
        'audit',
        store,
        '--snapshots',
        join(fixtures, name, 'snapshots.tar.br'),
        '--format',
        'json',
        '-o',
        result,
      ]);
      const document: Document = JSON.parse(readFileSync(result, 'utf8'));
      expect(document.wrong_observed).toBe(0);
      expect(code).toBe(0);

      const { losses } = JSON.parse((await mmfold(['replay', store, '--to', 'end', '--show', 'rss', '--format', 'json'])).out);
      expect(losses).toHaveLength(2);
      const last = Math.max(...losses.map((loss: { before_seq: number }) => loss.before_seq));
      const after = document.markers.filter(({ seq }) => seq > last);
      expect(after.length).toBeGreaterThan(15);

      const seq = after[after.length - 1].seq;
      const { mms } = JSON.parse(
        (await mmfold(['replay', store, '--to', `#${seq}`, '--show', 'vma,pte', '--format', 'json'])).out,
      );
      for (const part of ['vmas', 'ptes']) {
        const sure = mms.flatMap((mm: Record<string, readonly { certainty: string }[]>) =>
          mm[part].map(({ certainty }) => certainty),
        );
        expect(new Set(sure), part).toEqual(
          new Set(['doubtful', 'observed', ...(sure.includes('inferred') ? ['inferred'] : [])]),
        );
      }
      const inside = Math.min(...losses.map((loss: { before_seq: number }) => loss.before_seq)) - 1;
      const lost = JSON.parse(
        (await mmfold(['replay', store, '--to', `#${inside}`, '--show', 'vma,pte', '--format', 'json'])).out,
      );
      expect(lost.coverage.inside_loss).toBe(true);
      expect(JSON.stringify(lost.mms)).not.toMatch(/"certainty":"observed"/);
    },
  );
});
