import { expect, test } from 'vitest';
import { auditDocument, detailRows, markerRows, totalRows } from '../../src/audit/report.ts';
import { heap, hugeVma, judge, text } from './pair.ts';

const wrong = judge({ vmas: [text, { ...hugeVma, end: 1 }, { ...heap, start: 1, end: 2 }] });

test('a line per process says what is right, missing, extra and different', () => {
  expect(markerRows(wrong)).toEqual([
    {
      marker: 13,
      label: 'here',
      pid: 3908,
      seq: 99,
      vma: '1/3 -1 +1 !1',
      pte: '516',
      swap: '1',
      tables: '3',
      other: '',
      wrong_observed: 2,
    },
  ]);
});

test('totals name the fields, and leave wrong_observed open where the kernel may lag', () => {
  const rows = totalRows(wrong);
  expect(rows.find((row) => row.comparison === 'vma')).toMatchObject({
    marker: null,
    kernel: 3,
    matched: 1,
    observed: 1,
    wrong_observed: 2,
    fields: 'end 1',
  });
  expect(rows.find((row) => row.comparison === 'status anon')?.wrong_observed).toBeNull();
  expect(detailRows(wrong).map((row) => row.comparison)).toEqual(rows.map((row) => row.comparison));
});

test('the document has all counts by certainty, and the differences', () => {
  expect(auditDocument(wrong)).toMatchObject({
    format: 'mmfold.audit/1',
    wrong_observed: 2,
    total: { vma: { kernel: 3, certainty: { matched: { observed: 1 }, different: { observed: 1 }, extra: { observed: 1 } } } },
    markers: [{ marker: 13, pid: 3908, seq: 99, comparisons: { pte: { matched: 516 } } }],
    differences: [{ comparison: 'vma', what: 'different' }, { what: 'missing' }, { what: 'extra', where: '1-2', since: 7 }],
    differences_left_out: 0,
  });
});
