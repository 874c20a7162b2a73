import { gzipSync } from 'node:zlib';
import amazon from '@ledgerline/connector-amazon';
import { generateDsrMessage, generateStatement } from '@ledgerline/connector-amazon/mock';
import apple from '@ledgerline/connector-apple';
import { generateFinanceReport, generateSongs } from '@ledgerline/connector-apple/mock';
import { portalPresets } from '@ledgerline/connector-file';
import spotify from '@ledgerline/connector-spotify';
import { generateSalesFile } from '@ledgerline/connector-spotify/mock';
import youtube from '@ledgerline/connector-youtube';
import { generateReportFile } from '@ledgerline/connector-youtube/mock';
import { compareDecimals, type JsonObject, parseDecimal } from '@ledgerline/core';
import type { AnyConnector } from '@ledgerline/testkit/checks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FileWorld } from './file-world.ts';

let world: FileWorld;
beforeEach(() => {
  world = new FileWorld();
});
afterEach(() => world.close());

const preset = (name: string) => portalPresets.find((one) => one.name === name)!;

/** Runs one feed over what lies in the inbox and compares it with what the generator counted. */
async function takes(
  feed: string,
  config: JsonObject,
  totals: { readonly rows: number; readonly units: string; readonly amounts?: Readonly<Record<string, string>> },
) {
  const { outcomes, error } = await world.run(feed, config);
  expect(error).toBeUndefined();
  expect(outcomes.map(({ effect, message }) => message ?? effect)).toEqual(['committed']);
  const [outcome] = outcomes;
  expect([outcome?.accepted, outcome?.rejected, outcome?.units]).toEqual([totals.rows, 0, totals.units]);
  const amounts = totals.amounts ?? {};
  expect(Object.keys(outcome?.amounts ?? {}).sort()).toEqual(Object.keys(amounts).sort());
  for (const [currency, amount] of Object.entries(amounts))
    expect(
      compareDecimals(parseDecimal(outcome!.amounts[currency]!)!, parseDecimal(amount)!),
      `${currency} ${amount}`,
    ).toBe(0);
  return outcome!;
}

test('every preset stands for a feed that its DSP has, with money as there', () => {
  const connectors: readonly AnyConnector[] = [amazon, apple, spotify, youtube] as readonly AnyConnector[];
  for (const { name, as, money, key, documents, source } of portalPresets) {
    const connector = connectors.find(({ dsp }) => dsp === as?.dsp);
    expect(connector?.feeds[as?.feed ?? '']?.money, name).toBe(money);
    expect(
      [key, documents, source].every((text) => text !== ''),
      name,
    ).toBe(true);
  }
});

test('columns that a portal export and the documents of the connector share are mapped alike', () => {
  expect(preset('spotify/sales').columns).toEqual(spotify.feeds.sales?.columns);
  expect(preset('amazon/dsr').columns).toEqual(amazon.feeds.dsr?.columns);
  const { territory: _there, ...finance } = apple.feeds.finance?.columns ?? {};
  expect(preset('apple/finance').columns).toMatchObject(finance);
  const { amount, currency, units, saleType, tier } = youtube.feeds.asset_revenue?.columns ?? {};
  const own = preset('youtube/asset_revenue').columns;
  expect([own.currency, Object.keys(own).sort()]).toEqual([
    currency,
    Object.keys(youtube.feeds.asset_revenue?.columns ?? {}).sort(),
  ]);
  expect([amount, units, saleType, tier].every((rule) => rule !== undefined)).toBe(true);
});

test.each([
  ['current', 'label-track-for-streaming-202603.txt', false],
  ['older', 'label-track-for-streaming-202603.txt.gz', true],
] as const)('a sales report of Spotify with the %s header', async (header, name, gzip) => {
  const { bytes, totals } = generateSalesFile({
    period: '2026-03',
    header,
    gzip,
    rows: 60,
    currencies: ['EUR', 'USD'],
  });
  world.put(name, bytes);
  const outcome = await takes('spotify/sales', {}, totals);
  expect(outcome.report).toEqual({
    dsp: 'spotify',
    account: 'kit',
    feed: 'sales',
    period: '2026-03',
    scope: 'streaming-all',
  });
});

test('a sales report that was renamed is asked about, and taken once somebody says what it is', async () => {
  world.put('march.txt', generateSalesFile({ period: '2026-03', kind: 'breakage', rows: 5 }).bytes);
  const { outcomes } = await world.run('spotify/sales');
  expect(outcomes).toMatchObject([
    { verdict: 'held', code: 'SCOPE_UNKNOWN', message: expect.stringContaining('--scope streaming-all') },
  ]);
  const told = await world.run('spotify/sales', { scope: 'breakage-all' });
  expect(told.outcomes).toMatchObject([{ effect: 'committed', report: { scope: 'breakage-all' } }]);
});

test('a statement of Amazon, in its folders or on its own', async () => {
  const { path, bytes, totals } = generateStatement({ rows: 50, returnEvery: 7, albumEvery: 5 });
  world.put(path, bytes);
  expect((await world.run('amazon/statements')).outcomes).toMatchObject([
    { code: 'CURRENCY_UNKNOWN', message: expect.stringContaining('--fact currency=EUR') },
  ]);
  const outcome = await takes('amazon/statements', { facts: { currency: 'EUR' } }, totals);
  expect(outcome.report).toMatchObject({
    dsp: 'amazon',
    feed: 'statements',
    period: '2026-07',
    scope: 'DE:Prime:amazon-music-202607',
  });
});

test('a DSR message of Amazon', async () => {
  const { files, totals } = generateDsrMessage({ gzip: true });
  for (const { path, bytes } of files) world.put(path, bytes);
  const outcome = await takes('amazon/dsr', {}, totals);
  expect(outcome.report).toMatchObject({
    dsp: 'amazon',
    feed: 'dsr',
    period: '2026-07',
    scope: expect.stringMatching(/^dsr:/),
  });
});

test.each(['store', 'music-older', 'music-newer'] as const)('a financial report of Apple: %s', async (kind) => {
  const { text, totals } = generateFinanceReport({
    ...{
      kind,
      seed: 1,
      vendor: '80012345',
      region: 'US',
      start: '2026-02-01',
      end: '2026-02-28',
      songs: generateSongs(),
    },
    ...{ rows: 40, currencies: ['USD'], revision: 0, shuffled: false },
  });
  world.put(
    kind === 'store' ? '80012345_0226_US.txt' : 'S1_80012345_0226.txt.gz',
    kind === 'store' ? text : gzipSync(text),
  );
  const outcome = await takes('apple/finance', { scope: '80012345-US-Financial' }, totals);
  expect(outcome.report).toMatchObject({ period: '2026-02', scope: '80012345-US-Financial' });
});

test('a cover sheet of Apple is refused', async () => {
  const { text } = generateFinanceReport({
    ...{
      kind: 'music-older',
      seed: 1,
      vendor: '80012345',
      region: 'US',
      start: '2026-02-01',
      end: '2026-02-28',
      songs: generateSongs(),
    },
    ...{ rows: 4, currencies: ['USD'], revision: 0, shuffled: false },
  });
  world.put('S2_80012345_0226.txt', text);
  expect((await world.run('apple/finance', { scope: '80012345-US-Financial' })).outcomes).toMatchObject([
    { code: 'COVER_SHEET' },
  ]);
});

test.each([
  ['studio', true],
  ['api', false],
] as const)(
  'a revenue file of YouTube by %s names, adjustments of earlier months included',
  async (header, titleLine) => {
    const { bytes, totals } = generateReportFile({
      content: 'asset-raw',
      from: '2026-03-01',
      to: '2026-03-31',
      rows: 80,
      header,
      titleLine,
    });
    world.put('YouTube_owner_M_20260301_20260331_asset_raw_v1-1.csv', bytes);
    const outcome = await takes(
      'youtube/asset_revenue',
      {},
      { rows: totals.rows, units: totals.units, amounts: { USD: totals.amount ?? '' } },
    );
    expect(outcome.report).toMatchObject({ period: '2026-03', scope: 'content_owner_asset_ad_revenue_raw_a1' });
  },
);
