import { expect, test } from 'vitest';
import { createScene, outcomes, scaled, scaledAll, sumBy } from './scene.ts';

const raw = 'content_owner_asset_ad_revenue_raw_a1';

test('a month of asset revenue lands whole: exact sums, own months of adjustments, text that looks like nothing', async () => {
  const scene = await createScene({ feeds: ['asset_revenue'] });
  scene.fake.state.files = { rows: 300, adjustmentEvery: 7, titleLine: true };
  const summary = await scene.run();
  expect(outcomes(summary)).toEqual([`2026-02 ${raw} complete committed`]);
  const [report] = scene.fake.reports(raw).filter(({ window }) => window.from === '2026-02-01');
  if (report === undefined) throw new Error('no report of February');
  const totals = scene.fake.totals(report);
  const items = await scene.items();
  expect(items).toHaveLength(totals.rows);
  expect(sumBy(items, ({ currency = '' }) => currency)).toEqual({ USD: scaled(totals.amount ?? '') });
  expect(sumBy(items, ({ period }) => period.slice(0, 7))).toEqual(scaledAll(totals.amountsByMonth));
  expect(sumBy(items, ({ territory }) => territory)).toEqual(scaledAll(totals.amountsByTerritory));
  expect(sumBy(items, ({ tier = '' }) => tier)).toEqual(scaledAll(totals.amountsByAdjustment));
  expect(Object.keys(totals.amountsByMonth)).toEqual(['2026-01', '2026-02']);
  expect(totals.amountsByTerritory).toHaveProperty('NA');
  expect(totals.amountsByAdjustment).toHaveProperty('None');
  expect(new Set(items.map(({ saleType }) => saleType))).toContain('adjustment: Spam Adjustment');
  expect(items.some(({ amount, saleType }) => amount?.startsWith('-') && saleType.endsWith('Spam Adjustment'))).toBe(
    true,
  );
});
