import { expect, test } from 'vitest';
import { Bench } from './judge.ts';

test('a remark about a document keeps its severity across a checkpoint and counts once', () => {
  const bench = new Bench();
  bench.noteOnce('TERRITORY_MISMATCH', 'rows say FR, the folder says DE', 'the document', 'error');
  bench.noteOnce('TERRITORY_MISMATCH', 'rows say FR, the folder says DE', 'the document', 'error');
  bench.noteOnce('COLUMN_UNKNOWN', 'Column "X" is new.', 'the document', 'warning');
  const resumed = new Bench();
  resumed.restore(bench.snapshot());
  expect(resumed.findings()).toMatchObject([
    { code: 'COLUMN_UNKNOWN', severity: 'warning', count: 1 },
    { code: 'TERRITORY_MISMATCH', severity: 'error', count: 1 },
  ]);
});
