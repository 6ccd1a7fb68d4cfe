import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LiveMms } from '../../src/models/address-space/live-mms.ts';
import { Mm } from '../../src/models/address-space/mm.ts';

test('live mms are a map from pointer to mm, whatever is set, deleted and looked up in turn', () => {
  const ptr = fc.integer({ min: -3, max: 3 });
  fc.assert(
    fc.property(fc.array(fc.tuple(ptr, fc.constantFrom('set', 'delete', 'get'))), (steps) => {
      const live = new LiveMms();
      const plain = new Map<number, Mm>();
      for (const [at, act] of steps) {
        if (act === 'set') {
          const mm = new Mm(at, 1, true);
          live.set(at, mm);
          plain.set(at, mm);
        } else if (act === 'delete') expect(live.delete(at)).toBe(plain.delete(at));
        expect(live.get(at)).toBe(plain.get(at));
      }
      expect([...live]).toEqual([...plain]);
    }),
  );
});
