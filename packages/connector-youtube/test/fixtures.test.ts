import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createScene, outcomes } from './scene.ts';

const raw = 'content_owner_asset_ad_revenue_raw_a1';
const estimates = 'content_owner_asset_estimated_revenue_a1';

function fixture(name: string): string {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
}

const answer = (body: string) => ({ kind: 'status', status: 200, body }) as const;

test('a Studio file is read as it is: exact amounts, its own months, nothing taken for missing that is text', async () => {
  const scene = await createScene({ feeds: ['asset_revenue'] });
  scene.fake.faults.add({ part: 'media' }, answer(fixture('asset_raw_studio.csv')));
  const summary = await scene.run();
  expect(outcomes(summary)).toEqual([`2026-02 ${raw} complete committed`]);
  // 1.200000000001 + 0.0010000003 - 0.05 + 0.25
  expect(summary.totals.amounts).toEqual({ USD: '1.401000000301' });
  const items = (await scene.items()).sort((left, right) => left.source.line - right.source.line);
  expect(items.map(({ source }) => source.line)).toEqual([3, 4, 5, 6]);
  expect(items[0]).toMatchObject({
    ...{ isrc: 'ZZLGY2600001', upc: '036000291452', dspTrackId: 'A100000000000001', title: 'Night, Train' },
    ...{ territory: 'US', period: '2026-02-01', saleType: 'ads', tier: 'None', units: '1200' },
    ...{ amount: '1.200000000001', currency: 'USD' },
  });
  expect(items[1]).toMatchObject({ territory: 'NA', title: 'The "Blue" Hour', amount: '0.0010000003' });
  expect(items[2]).toMatchObject({
    ...{ period: '2026-01-14', saleType: 'adjustment: Spam Adjustment', units: '-40', amount: '-0.05' },
  });
  expect(items[3]).toMatchObject({
    ...{ title: 'None', artist: 'NA', territory: 'NO', period: '2025-12-31', units: '0', amount: '0.25' },
  });
  expect(items[3]).not.toHaveProperty('isrc');
});

test('the newest of three versions counts though it differs by a microsecond, and its rows find their ISRC', async () => {
  const window = { since: '2026-03-10', until: '2026-03-10' };
  const scene = await createScene({ feeds: ['estimated_revenue'], fake: { userJobs: [estimates] }, ...window });
  const job = scene.fake.jobs.find(({ type }) => type.id === estimates)?.id ?? '';
  const listing = fixture('reports.json')
    .replaceAll('ORIGIN', scene.fake.state.origin)
    .replaceAll('"jobId": "00000000-0000-4000-8000-00000000000a"', `"jobId": "${job}"`);
  scene.fake.faults.add({ part: 'api', path: `/jobs/${job}/reports` }, answer(listing));
  scene.fake.faults.add(
    { part: 'media', path: '/reports/8470000042' },
    answer(fixture('asset_estimated_20260310.csv')),
  );
  scene.fake.faults.add({ part: 'media', path: /jobs\/(?!j\/)/ }, answer(fixture('asset_a3.csv')));
  const summary = await scene.run();
  expect(outcomes(summary)).toEqual([`2026-03-10 ${estimates} complete committed`]);
  expect(summary.pipelines.youtube?.skipped.map(({ object }) => object)).toEqual([
    `${estimates}/9120000007 of 2026-03-13T04:11:09.120933Z`,
    `${estimates}/9120000031 of 2026-03-12T03:42:54Z`,
  ]);
  const items = (await scene.items()).sort((left, right) => left.source.line - right.source.line);
  expect(items.map(({ isrc, amount, territory, saleType }) => [isrc, amount, territory, saleType])).toEqual([
    ['ZZLGY2600001', '0.123456', 'US', 'estimate'],
    ['ZZLGY2600002', '0.000001', 'NA', 'estimate'],
    [undefined, '0', 'DE', 'estimate'],
  ]);
  const [manifest] = await scene.manifests();
  expect(manifest?.tag).toBe('2026-03-13T04:11:09.120934Z 8470000042');
});
