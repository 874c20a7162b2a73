import { fiscalPeriodOf, fiscalPeriods } from '@ledgerline/connector-apple';
import { expect, test } from 'vitest';

const days = (from: string, to = from) =>
  fiscalPeriods(from, to).map(({ year, number, start, end }) => `${year}/${number} ${start} ${end}`);

test('periods are those that files and annual reports are known to state', () => {
  expect(days('2016-09-01')).toEqual(['2016/12 2016-08-28 2016-09-24']);
  // The year of 2023 had 53 weeks, 14 of them in its first quarter, which ended on the last day of 2022.
  expect(days('2022-10-01', '2023-01-01')).toEqual([
    '2023/1 2022-09-25 2022-10-29',
    '2023/2 2022-10-30 2022-11-26',
    '2023/3 2022-11-27 2022-12-31',
    '2023/4 2023-01-01 2023-02-04',
  ]);
  expect(fiscalPeriodOf('2023-09-30')).toMatchObject({ year: 2023, number: 12, end: '2023-09-30' });
});

test('periods follow each other without a gap for thirty years, in weeks of Sunday to Saturday', () => {
  const periods = fiscalPeriods('2015-01-01', '2045-12-31');
  for (const [index, { start, end }] of periods.entries()) {
    const next = periods[index + 1];
    const dayAfter = new Date(Date.parse(end) + 86_400_000).toISOString().slice(0, 10);
    expect(next?.start ?? dayAfter).toBe(dayAfter);
    expect([new Date(start).getUTCDay(), new Date(end).getUTCDay()]).toEqual([0, 6]);
    expect([27, 34]).toContain((Date.parse(end) - Date.parse(start)) / 86_400_000);
  }
});
