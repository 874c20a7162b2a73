import { expect, test } from 'vitest';
import type { Report } from '../contracts/report.ts';
import { createTotals } from '../totals/totals.ts';
import { Reading } from './reading.ts';

const report: Report = {
  ...{ dsp: 'd', account: 'a', feed: 'f', period: '2026-03', scope: '-' },
  ...{ locator: null, object: 'o' },
};

function rejecting(amounts: readonly string[], reading = new Reading()): Reading {
  for (const amount of amounts) {
    const place = { object: 'o', record: 0, line: 2, byteOffset: 0 };
    const item = { territory: 'DE', period: '2026-03', saleType: 'stream', currency: 'EUR', units: '1', amount };
    reading.read += 1;
    reading.reject({ code: 'ISRC_INVALID', message: 'no', place, item });
  }
  return reading;
}

function proved(reading: Reading, budget: Parameters<Reading['prove']>[2]) {
  reading.evidence({ kind: 'length', holds: true, detail: 'all of it' });
  return reading.prove(report, {}, budget, [], createTotals(), undefined);
}

test('money rejected in one cell counts against the budget by size, a return does not make up for a sale', () => {
  expect(proved(rejecting(['4', '-4']), { rejectedAmount: { EUR: '7.99' } })).toMatchObject({
    verdict: 'held',
    message: expect.stringContaining('rows of 8 EUR were rejected'),
  });
  expect(proved(rejecting(['4', '-4']), { rejectedAmount: { EUR: '8' } }).verdict).toBe('complete');
});

test('a resumed reading has not forgotten what was rejected', () => {
  const resumed = new Reading();
  resumed.restore(rejecting(['4', '-4']).snapshot());
  expect(resumed.rejectedTotals.lines()).toMatchObject([{ rows: 2, amount: '0' }]);
  expect(proved(rejecting(['-1'], resumed), { rejectedAmount: { EUR: '8.5' } }).message).toContain('rows of 9 EUR');
});
