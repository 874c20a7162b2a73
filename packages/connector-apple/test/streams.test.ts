import { expect, test } from 'vitest';
import { startApple } from './run-apple.ts';

const day = { feed: 'streams', since: '2026-03-05', until: '2026-03-05' };
const streams = ['80012345', 'amStreams', 'Detailed', 'Daily', '20260305'];
const content = ['80012345', 'amContent', 'Detailed', 'Daily', '20260305'];

test('streams get their ISRC from the amContent of the same day, one unit a row', async () => {
  const { fake, run } = await startApple({ now: '2026-03-10T18:00:00Z', fake: { rows: 300 } });
  const { outcomes, rows, manifests } = await run(day);
  expect(outcomes).toMatchObject([{ verdict: 'complete', accepted: 300, units: '300' }]);
  const byId = new Map(fake.songs.map(({ appleId, isrc, title }) => [appleId, [isrc, title]]));
  expect(rows).toHaveLength(300);
  for (const { dspTrackId, isrc, title, amount, territory } of rows) {
    expect([isrc, title]).toEqual(byId.get(String(dspTrackId)));
    expect([amount, ['US', 'JP'].includes(String(territory))]).toEqual([undefined, true]);
  }
  expect(manifests[0]?.object).toBe('80012345-amStreams-Detailed-Daily-20260305-v1_2');
});

test('the summary counts in a column; its units are the sum', async () => {
  const { fake, run } = await startApple({ now: '2026-03-10T18:00:00Z' });
  const { outcomes } = await run({ ...day, config: { streams: { subType: 'Summary' } } });
  const { totals } = fake.sales(['80012345', 'amStreams', 'Summary', 'Daily', '20260305']);
  expect(outcomes).toMatchObject([{ verdict: 'complete', accepted: totals.rows, units: totals.units }]);
  expect(Number(totals.units)).toBeGreaterThan(totals.rows);
});

test('without the catalogue of the day its streams wait; "no sales" there is no catalogue', async () => {
  const { fake, run } = await startApple({ now: '2026-03-10T18:00:00Z' });
  fake.state.noSales.add(content.join('/'));
  const waiting = await run(day);
  expect(waiting.outcomes).toMatchObject([{ verdict: 'not-ready' }]);
  expect(waiting.manifests).toEqual([]);
  fake.state.noSales.clear();
  expect((await run(day)).outcomes).toMatchObject([{ verdict: 'complete' }]);
});

test('a day without streams is empty and stays so', async () => {
  const { fake, run } = await startApple({ now: '2026-03-10T18:00:00Z' });
  fake.state.noSales.add(streams.join('/'));
  expect((await run(day)).outcomes).toMatchObject([{ verdict: 'empty', effect: 'committed' }]);
  expect((await run(day)).outcomes).toEqual([]);
});

test('another version is refused with the name of the right one, once', async () => {
  const { fake, run } = await startApple({ now: '2026-03-10T18:00:00Z' });
  fake.state.reportVersion = '1_3';
  const { outcomes } = await run(day);
  expect(outcomes).toMatchObject([{ verdict: 'failed', code: 'CONFIG_INVALID' }]);
  expect(outcomes[0]?.message).toContain(
    '121 A report version is required. The latest version for this report is 1_3.',
  );
  expect(fake.requests.filter(({ command }) => command === 'Sales.getReport')).toHaveLength(1);
  const newer = { streams: { version: '1_3', contentVersion: '1_3' } };
  expect((await run({ ...day, config: newer })).outcomes).toMatchObject([{ verdict: 'complete' }]);
});
