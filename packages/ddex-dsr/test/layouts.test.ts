import { expect, test } from 'vitest';
import { findLayout, layouts } from '../src/layouts/layouts.ts';

const cellCounts: Record<string, number> = {
  HEAD: 16,
  FOOT: 6,
  SRFO: 3,
  SY01: 13,
  'SY01.01': 15,
  'SY01.02': 15,
  'SY01.03': 18,
  SY02: 17,
  'SY02.01': 18,
  'SY02.02': 22,
  'SY02.03': 22,
  SY03: 22,
  'SY03.01': 23,
  SY04: 19,
  'SY04.01': 20,
  SY05: 17,
  'SY05.02': 25,
  'SY05.03': 26,
  'SY06.02': 18,
  SY09: 19,
  'SY09.01': 22,
  SY12: 17,
  SY10: 46,
  'SY10.01': 46,
  RE01: 15,
  'RE01.02': 16,
  RE02: 6,
  AS01: 11,
  'AS01.01': 12,
  'AS01.02': 14,
  AS02: 20,
  'AS02.01': 21,
  'AS02.02': 22,
  'AS02.03': 24,
  MW01: 15,
  'MW01.01': 16,
  'MW01.02': 19,
  SU01: 12,
  'SU01.02': 13,
  'SU01.03': 13,
  SU02: 10,
  'SU02.02': 11,
  'SU02.03': 12,
  SU03: 9,
  'SU03.01': 9,
  'SU03.02': 11,
  RU01: 5,
  'RU01.01': 6,
  'RU01.02': 7,
  RU02: 7,
  'RU02.01': 8,
  'RU02.02': 9,
  LI01: 10,
  'LI01.01': 10,
  'LI01.02': 11,
  'LI01.03': 13,
  ST01: 5,
  SR01: 41,
  'SR01.01': 43,
  SR02: 36,
  'SR02.01': 39,
  SR03: 46,
  SR06: 24,
  SR08: 48,
  'SR08.01': 48,
  DE01: 2,
};

const nameAt = (code: string, cell: number) => layouts.get(code)?.cells[cell - 1]?.name;

test.each(Object.entries(cellCounts))('%s has %i cells', (code, count) => {
  expect(layouts.get(code)?.cells).toHaveLength(count);
});

test('no version is known whose number of cells is not pinned here', () => {
  expect([...layouts.keys()].sort()).toEqual(Object.keys(cellCounts).sort());
});

test('the traps of cell order are where the record tables have them', () => {
  expect([nameAt('SY05', 15), nameAt('SY05', 16)]).toEqual(['AllocatedRevenue', 'AllocatedNetRevenue']);
  expect([nameAt('SY05.02', 15), nameAt('SY05.02', 16)]).toEqual(['AllocatedNetRevenue', 'AllocatedRevenue']);
  expect([nameAt('SU03.01', 3), nameAt('SU03.01', 4)]).toEqual(['SalesTransactionId', 'SummaryRecordId']);
  expect([nameAt('SU01', 3), nameAt('SU02', 4)]).toEqual(['SummaryRecordId', 'SalesTransactionId']);
  expect([nameAt('SY09', 3), nameAt('SY09', 5)]).toEqual(['CommercialModel', 'Territory']);
  expect(nameAt('SY10', 13)).toBe('Territory');
  expect(nameAt('SY02.01', 7)).toBe('Territory');
  expect(nameAt('SR08', 25)).toBe('SummaryRecordId');
  expect(nameAt('SR08', 47)).toBe('AllocatedNetRevenueInCurrencyOfAccounting');
  expect(nameAt('SY10', 38)).toBe('AllocatedNetRevenueInCurrencyOfAccounting');
  expect(nameAt('AS01.01', 12)).toBe('IsMasterRecording');
  expect(nameAt('AS02.02', 22)).toBe('IsMasterRecording');
});

test('AS02.03 of the master list is another record than AS02.03 of the sales profiles', () => {
  expect(findLayout('AS02.03')?.layout.cells).toHaveLength(24);
  expect(findLayout('AS02.03', true)?.layout.cells).toHaveLength(23);
  expect(findLayout('AS02.03', true)?.layout.cells.at(-1)?.name).toBe('DataProvider');
});

test('an unknown version falls back to the newest known version before it', () => {
  expect(findLayout('SY02.04')).toMatchObject({ predecessor: true, layout: { code: 'SY02.03' } });
  expect(findLayout('SY05.01')).toMatchObject({ predecessor: true, layout: { code: 'SY05' } });
  expect(findLayout('MW01.09')).toMatchObject({ predecessor: true, layout: { code: 'MW01.02' } });
});

test('a code without any known predecessor has no layout', () => {
  expect(findLayout('SY06.01')).toBeUndefined();
  expect(findLayout('ZZ01')).toBeUndefined();
  expect(findLayout('su02')).toBeUndefined();
});

test('any bilateral record is taken as deal-specific cells', () => {
  expect(findLayout('DE07')?.layout.kind).toBe('deal');
});
