import type { FakeYoutube } from '@ledgerline/connector-youtube/mock';
import { expect, test } from 'vitest';
import { createScene, outcomes, scaled, scaledAll, sumBy } from './scene.ts';

const raw = 'content_owner_asset_ad_revenue_raw_a1';
const music = 'music_content_owner_asset_red_revenue_raw_a1';
const estimates = 'content_owner_asset_estimated_revenue_a1';

/** What the report of a window adds up to, by the generator's own arithmetic. */
function totalsOf(fake: FakeYoutube, type: string, from: string) {
  const report = fake.reports(type).find(({ window }) => window.from === from);
  if (report === undefined) throw new Error(`no ${type} of ${from}`);
  return fake.totals(report);
}

test('a month of asset revenue lands whole: exact sums, own months of adjustments, text that looks like nothing', async () => {
  const scene = await createScene({ feeds: ['asset_revenue'] });
  scene.fake.state.files = { rows: 300, adjustmentEvery: 7, titleLine: true };
  const summary = await scene.run();
  expect(outcomes(summary)).toEqual([`2026-02 ${raw} complete committed`]);
  const totals = totalsOf(scene.fake, raw, '2026-02-01');
  const items = await scene.items();
  expect(items).toHaveLength(totals.rows);
  expect(sumBy(items, ({ currency = '' }) => currency)).toEqual({ USD: scaled(totals.amount ?? '') });
  expect(sumBy(items, ({ period }) => period.slice(0, 7))).toEqual(scaledAll(totals.amountsByMonth));
  expect(sumBy(items, ({ territory }) => territory)).toEqual(scaledAll(totals.amountsByTerritory));
  expect(sumBy(items, ({ tier = '' }) => tier)).toEqual(scaledAll(totals.amountsByAdjustment));
  expect(Object.keys(totals.amountsByMonth)).toEqual(['2026-01', '2026-02']);
  expect(totals.amountsByTerritory).toHaveProperty('NA');
  expect(totals.amountsByAdjustment).toHaveProperty('None');
  const spam = items.filter(({ saleType }) => saleType === 'adjustment: Spam Adjustment');
  expect(spam.length).toBeGreaterThan(0);
  expect(spam.every(({ amount }) => amount?.startsWith('-'))).toBe(true);
});

test('Studio names, a title line, CRLF and every packing give the same rows as the file of the API', async () => {
  const rows = async (files: FakeYoutube['state']['files'], packing: FakeYoutube['state']['packing']) => {
    const scene = await createScene({ feeds: ['asset_revenue'] });
    Object.assign(scene.fake.state, {
      files: { rows: 20, adjustmentEvery: 5, missingIsrcEvery: 6, ...files },
      packing,
    });
    expect(outcomes(await scene.run())).toEqual([`2026-02 ${raw} complete committed`]);
    return (await scene.items()).map(({ source: _where, ...item }) => JSON.stringify(item)).sort();
  };
  const plain = await rows({}, 'plain');
  expect(plain).toHaveLength(20);
  expect(await rows({ header: 'studio', titleLine: true, crlf: true }, 'gzip')).toEqual(plain);
  expect(await rows({ header: 'studio' }, 'encoded')).toEqual(plain);
});

test('rows without an ISRC of their own get it from the asset report, the label’s before the one YouTube shows', async () => {
  const scene = await createScene({ feeds: ['music_revenue'] });
  scene.fake.state.files = { rows: 120, unknownAssetEvery: 40 };
  const summary = await scene.run();
  expect(outcomes(summary)).toEqual([`2026-02 ${music} complete committed`]);
  const items = await scene.items();
  const known = new Map(scene.fake.assets.map(({ assetId, isrc }) => [assetId, isrc]));
  expect(items).toHaveLength(120);
  for (const { dspTrackId = '', isrc } of items) expect(isrc).toBe(known.get(dspTrackId));
  expect(items.filter(({ isrc }) => isrc === undefined)).toHaveLength(3);
  expect(new Set(items.map(({ saleType, tier }) => `${saleType} ${tier}`))).toEqual(
    new Set(['subscription Music Premium']),
  );
  // One lookup per listing: the latest asset report, and no other.
  expect(scene.fake.requests.filter(({ part }) => part === 'media')).toHaveLength(2);
});

test('an older asset report, which has one ISRC column, serves as well', async () => {
  const scene = await createScene({
    feeds: ['music_revenue'],
    config: { assets: { reportTypes: ['content_owner_asset_a2'] } },
  });
  expect(outcomes(await scene.run())).toEqual([`2026-02 ${music} complete committed`]);
  expect((await scene.items()).every(({ isrc }) => isrc?.startsWith('ZZLGY'))).toBe(true);
});

test('without an asset report rows wait: no ISRC is lost in silence, unless the configuration says so', async () => {
  const scene = await createScene({ feeds: ['music_revenue'] });
  scene.fake.expireJob('content_owner_asset_a3', 0);
  expect(outcomes(await scene.run())).toEqual([`2026-02 ${music} not-ready none REPORT_NOT_READY`]);
  const bare = await createScene({ feeds: ['music_revenue'], config: { joinAssets: false } });
  expect(outcomes(await bare.run())).toEqual([`2026-02 ${music} complete committed`]);
  expect((await bare.items()).every(({ isrc }) => isrc === undefined)).toBe(true);
});

test('an asset report without assets, or without any ISRC column, is no catalogue', async () => {
  const empty = await createScene({ feeds: ['music_revenue'] });
  empty.fake.state.files = { rows: 0 };
  expect(outcomes(await empty.run())).toEqual([`2026-02 ${music} not-ready none REPORT_NOT_READY`]);
  const other = await createScene({
    feeds: ['music_revenue'],
    config: { assets: { reportTypes: [raw.replace('raw', 'summary')] } },
  });
  expect(outcomes(await other.run())).toEqual([`2026-02 ${music} failed none COLUMN_MISSING`]);
});

test('estimates are marked by their sale type in every row', async () => {
  const window = { since: '2026-03-07', until: '2026-03-09' };
  const scene = await createScene({ feeds: ['estimated_revenue'], fake: { userJobs: [estimates] }, ...window });
  const summary = await scene.run();
  expect(outcomes(summary)).toEqual(['07', '08', '09'].map((day) => `2026-03-${day} ${estimates} complete committed`));
  const items = await scene.items();
  expect(new Set(items.map(({ saleType, units }) => `${saleType} ${units}`))).toEqual(new Set(['estimate 0']));
  const expected = ['2026-03-07', '2026-03-08', '2026-03-09'].map((day) => [
    day,
    scaled(totalsOf(scene.fake, estimates, day).amount ?? ''),
  ]);
  expect(sumBy(items, ({ period }) => period)).toEqual(Object.fromEntries(expected));
  expect(items.every(({ isrc }) => isrc !== undefined)).toBe(true);
});

test('assets are listed with the label’s ISRC, else the one that is shown, never that of others', async () => {
  const scene = await createScene({ feeds: ['assets'], since: '2026-03-17', until: '2026-03-17' });
  expect(outcomes(await scene.run())).toEqual(['2026-03-17 content_owner_asset_a3 complete committed']);
  const items = await scene.items();
  expect(items.map(({ isrc }) => isrc).sort()).toEqual(scene.fake.assets.map(({ isrc }) => isrc));
  expect(items.every(({ amount, currency }) => amount === undefined && currency === undefined)).toBe(true);
});

test('a header without rows proves that there was nothing; a body without a header proves nothing', async () => {
  const scene = await createScene({ feeds: ['asset_revenue'] });
  scene.fake.state.files = { rows: 0, titleLine: true };
  scene.fake.faults.add({ part: 'media', nth: 1 }, { kind: 'empty-body' });
  scene.fake.state.packing = 'plain';
  expect(outcomes(await scene.run())).toEqual([`2026-02 ${raw} failed none HEADER_MISSING`]);
  expect(outcomes(await scene.run())).toEqual([`2026-02 ${raw} empty committed`]);
});

test('raw and summary of one month are never both counted, weeks and months are refused together', async () => {
  const both = { reportTypes: [raw, raw.replace('raw', 'summary')] };
  const scene = await createScene({ feeds: ['asset_revenue'], config: { assetRevenue: both } });
  expect(outcomes(await scene.run())).toEqual([
    expect.stringMatching(/raw_a1 held none REPORT_CONFLICT$/),
    expect.stringMatching(/summary_a1 held none REPORT_CONFLICT$/),
  ]);
  const mixed = { reportTypes: [music, music.replace('_a1', '_weekly_a1')] };
  const refused = await createScene({ feeds: ['music_revenue'], config: { musicRevenue: mixed } });
  expect((await refused.run()).pipelines.youtube?.error).toMatchObject({ code: 'CONFIG_INVALID' });
});

test('a summary without countries and days keeps its money, under no territory and its own month', async () => {
  const summary = raw.replace('raw', 'summary');
  const scene = await createScene({ feeds: ['asset_revenue'], config: { assetRevenue: { reportTypes: [summary] } } });
  scene.fake.state.files = { adjustmentEvery: 10 };
  expect(outcomes(await scene.run())).toEqual([`2026-02 ${summary} complete committed`]);
  const items = await scene.items();
  expect(new Set(items.map(({ territory }) => territory))).toEqual(new Set(['ZZ']));
  const { amountsByMonth } = totalsOf(scene.fake, summary, '2026-02-01');
  expect(sumBy(items, ({ period }) => period)).toEqual(scaledAll(amountsByMonth));
  expect(items.every(({ isrc }) => isrc !== undefined)).toBe(true);
});

test('weeks are periods of their own', async () => {
  const weekly = music.replace('_a1', '_weekly_a1');
  const scene = await createScene({
    feeds: ['music_revenue'],
    config: { musicRevenue: { reportTypes: [weekly] } },
    since: '2026-03-05',
    until: '2026-03-08',
  });
  expect(outcomes(await scene.run())).toEqual([`2026-03-02--2026-03-08 ${weekly} complete committed`]);
});
