import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startApple } from './run-apple.ts';

const february = { feed: 'finance', since: '2026-02-01', until: '2026-02-28' };
const us = { ...february, config: { finance: { regions: ['US'] } } };
const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}.txt`, import.meta.url), 'utf8');
const key = '80012345/US/Financial/2026/5';
/** The generator's sums have no trailing zeros, those of the lake as many as the finest row. */
const withoutZeros = (amounts: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(amounts).map(([currency, sum]) => [currency, sum.replace(/\.?0+$/, '')]));

async function startWith(name: string, fileName: string) {
  const setting = await startApple({ now: '2026-04-20T18:00:00Z' });
  setting.fake.state.documents.set(key, { name: fileName, text: fixture(name) });
  return setting;
}

test('an iTunes Store file is money to the last digit: footers are claims, returns stay negative, zeros lead', async () => {
  const { run } = await startWith('store', '80012345_0226_US.txt');
  const { outcomes, manifests, rows } = await run(us);
  expect(outcomes).toMatchObject([
    { verdict: 'complete', read: 6, accepted: 3, skipped: 3, units: '4', amounts: { USD: '15.410' } },
  ]);
  expect(manifests[0]?.claims).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ where: 'footer Total_Rows', claimed: '3', holds: true }),
      expect.objectContaining({ what: 'amount in USD', where: 'footer Total_Amount', claimed: '15.41', holds: true }),
    ]),
  );
  expect(rows.map(({ saleType, units, amount, territory, upc }) => [saleType, units, amount, territory, upc])).toEqual(
    expect.arrayContaining([
      ['purchase', '3', '2.10', 'US', '036000290004'],
      ['return', '-1', '-0.70', 'US', '036000290004'],
      ['purchase', '2', '14.010', 'NA', '036000290004'],
    ]),
  );
});

test('an Apple Music file is read between its preamble and Row Count, all twelve decimals of it', async () => {
  const { run } = await startWith('s1-older', 'S1_80012345_0226_JP.txt');
  const { outcomes, rows } = await run(us);
  expect(outcomes).toMatchObject([
    { verdict: 'complete', accepted: 2, skipped: 1, units: '12003', amounts: { JPY: '1481.781468144' } },
  ]);
  expect(rows.map(({ dspTrackId, isrc, title, saleType }) => [dspTrackId, isrc, title, saleType])).toEqual([
    ['0001440000001', 'ZZLGA2600001', '夜の海', 'stream'],
    ['1440000014', 'ZZLGA2600002', 'Slow "Harbour"', 'stream'],
  ]);
});

test('the newer file: two blanks in a header, a storefront by name, and nothing of the second table', async () => {
  const { run } = await startWith('s1-newer', 'S1_80012345_0226_US.txt');
  const { outcomes, rows } = await run(us);
  expect(outcomes).toMatchObject([
    { verdict: 'complete', accepted: 2, rejected: 0, skipped: 4, units: '1007', amounts: { USD: '3.250000012345' } },
  ]);
  expect(rows.map(({ territory, tier }) => [territory, tier])).toEqual([
    ['US', 'Individual'],
    ['US', 'Family'],
  ]);
});

test('an S2 cover sheet is told by its file name, committed without rows and never asked for again', async () => {
  const { run } = await startWith('s2-cover-sheet', 'S2_80012345_0226_US.txt');
  const { outcomes, manifests, rows } = await run(us);
  expect(outcomes).toMatchObject([{ verdict: 'empty', effect: 'committed', accepted: 0, rejected: 0, amounts: {} }]);
  expect(manifests[0]?.findings).toMatchObject([{ code: 'COVER_SHEET' }]);
  expect(rows).toEqual([]);
  expect((await run(us)).outcomes).toEqual([]);
});

test('report types that are cover sheets by name are passed over with their reason', async () => {
  const fake = { financeReports: ['Financial', 'S2 Summary'] };
  const { fake: apple, run } = await startApple({ now: '2026-04-20T18:00:00Z', fake });
  const { outcomes, skipped } = await run(us);
  expect(outcomes).toMatchObject([{ verdict: 'complete', report: { scope: '80012345-US-Financial' } }]);
  expect(skipped).toEqual([
    { object: '80012345-US-S2 Summary', reason: 'a cover sheet: totals without transactions, not booked' },
  ]);
  expect(apple.requests.filter(({ command }) => command === 'Finance.getReport')).toHaveLength(1);
});

test('every vendor, region and kind is its own report, and each adds up to what the generator counted', async () => {
  const { fake, run } = await startApple({
    now: '2026-04-20T18:00:00Z',
    fake: { rows: 5000, vendors: ['80012345', '80012346'], financeReports: ['Financial', 'Older', 'Newer'] },
  });
  fake.state.financeKinds.set('Older', 'music-older').set('Newer', 'music-newer');
  fake.state.currencies.set('JP', ['JPY', 'USD']);
  const { outcomes, manifests } = await run(february);
  expect(outcomes).toHaveLength(12);
  for (const { verdict, report, amounts, units, accepted } of outcomes) {
    const { totals } = fake.finance([...report.scope.split('-'), '2026', '5']);
    expect([verdict, withoutZeros(amounts), units, accepted]).toEqual([
      'complete',
      totals.amounts,
      totals.units,
      totals.rows,
    ]);
    expect(report.period).toBe('2026-02');
  }
  const mixed = manifests.filter(({ findings }) => findings.some(({ code }) => code === 'TOTAL_MIXES_CURRENCIES'));
  expect(mixed.map(({ report }) => report.scope)).toEqual(['80012345-JP-Financial', '80012346-JP-Financial']);
});

test('a row count that does not hold keeps the file out', async () => {
  const { fake, run } = await startApple({ now: '2026-04-20T18:00:00Z' });
  fake.state.rowCountOffBy = 1;
  const { outcomes, manifests } = await run(us);
  expect(outcomes).toMatchObject([{ verdict: 'incomplete', code: 'CLAIM_FAILED' }]);
  expect(outcomes[0]?.message).toContain('Total_Rows');
  expect(manifests).toEqual([]);
});

test('a file without its footer proves nothing', async () => {
  const { fake, run } = await startApple({ now: '2026-04-20T18:00:00Z' });
  const text = fixture('store').split('\n').slice(0, 4).join('\n');
  fake.state.documents.set(key, { name: '80012345_0226_US.txt', text });
  expect((await run(us)).outcomes).toMatchObject([{ verdict: 'unproven', code: 'CLAIM_ABSENT' }]);
});

test('"no sales" never proves a financial report empty: it is asked for again, and past 55 days people are told', async () => {
  const { fake, run, setNow } = await startApple({ now: '2026-03-10T18:00:00Z' });
  expect((await run(us)).outcomes).toMatchObject([{ verdict: 'not-ready' }]); // within the first 14 days nothing is asked
  setNow('2026-03-20T18:00:00Z');
  const early = await run(us);
  expect(early.outcomes).toMatchObject([{ verdict: 'not-ready' }]);
  expect(early.outcomes[0]?.message).toContain('213');
  expect(early.warnings).toEqual([]);
  fake.state.noSales.add(key);
  setNow('2026-05-01T18:00:00Z');
  const late = await run(us);
  expect(late.outcomes).toMatchObject([{ verdict: 'not-ready' }]);
  expect(late.warnings).toMatchObject([['apple.finance_overdue', { object: '80012345-US-Financial-2026-05' }]]);
  expect(late.manifests).toEqual([]);
});

test('a file of another fiscal month is refused, in either layout; a day more or less is a finding', async () => {
  const { fake, run } = await startApple({
    now: '2026-04-20T18:00:00Z',
    fake: { financeReports: ['Financial', 'Newer'] },
  });
  fake.state.financeKinds.set('Newer', 'music-newer');
  const wrong = fake.faults.add({ command: 'Finance.getReport' }, { kind: 'other-days', byDays: 28 });
  const refused = await run(us);
  expect(refused.outcomes.map(({ code }) => code)).toEqual(['WRONG_REPORT', 'WRONG_REPORT']);
  wrong[Symbol.dispose]();
  fake.faults.add({ command: 'Finance.getReport' }, { kind: 'other-days', byDays: 1 });
  const { outcomes, manifests } = await run(us);
  expect(outcomes.map(({ verdict }) => verdict)).toEqual(['complete', 'complete']);
  expect(manifests.map(({ findings }) => findings[0]?.code)).toEqual([
    'FISCAL_CALENDAR_DIFFERS',
    'FISCAL_CALENDAR_DIFFERS',
  ]);
});
