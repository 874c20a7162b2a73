import type { SpotifyConfig } from '@ledgerline/connector-spotify';
import spotify from '@ledgerline/connector-spotify';
import { createFakeSpotify, generateSalesFile, serveSpotify } from '@ledgerline/connector-spotify/mock';
import type { ConnectorContext, Listed, Report } from '@ledgerline/core';
import type { DropConfig } from '@ledgerline/drop';
import { createFakeBucket, createFakeSftp, createFakeTree, serveBucket } from '@ledgerline/drop/mock';
import { Decimal } from 'decimal.js';
import { expect, onTestFinished, test } from 'vitest';
import { contextOf } from '../../drop/test/context.ts';
import { createContext, readAll, toReport } from './fake-context.ts';
import { inFolder } from './in-folder.ts';

const odd = { missingIsrcEvery: 4, negativeEvery: 6, trailingBlankRows: 3, gzip: true } as const;
const made = generateSalesFile({ period: '2026-03', rows: 500, currencies: ['EUR'], ...odd });

/** The drop with the file at the path that Merlin uses, by kind. */
const drops: Readonly<Record<string, (path: string) => Promise<DropConfig>>> = {
  async directory(path) {
    return { kind: 'directory', path: await inFolder({ [path]: made.bytes }) };
  },
  async s3(path) {
    const bucket = createFakeBucket({ tree: createFakeTree({ [path]: made.bytes, 'other/x': 'x' }) });
    const served = await serveBucket(bucket);
    onTestFinished(() => served.close());
    bucket.faults.add({ op: 'get', nth: 2 }, { kind: 'cut', afterBytes: 3000 });
    return bucket.config();
  },
  async sftp(path) {
    const host = await createFakeSftp({ tree: createFakeTree({ [path]: made.bytes, 'other/x': 'x' }) });
    onTestFinished(() => host.close());
    return host.config();
  },
};

test.each(Object.keys(drops))('sales reports are listed and read whole from a drop of kind %s', async (kind) => {
  const folder = 'merlin/sales/202603/spo-spotify/';
  const drop = await drops[kind]?.(folder + made.name);
  if (drop === undefined) throw new Error(`no drop of kind ${kind}`);
  const config: SpotifyConfig = { sales: { drop, prefix: 'merlin/', kinds: ['streaming', 'breakage'] } };
  const context: ConnectorContext<SpotifyConfig> = { ...createContext(config), ...contextOf(drop) };
  await spotify.check?.(context);
  const { sales } = spotify.feeds;
  if (sales === undefined) throw new Error('no feed');
  const listed: Listed[] = await Array.fromAsync(sales.list(context, { from: '2026-03-01', to: '2026-03-31' }));
  expect(listed).toMatchObject([
    { kind: 'report', period: '2026-03', scope: 'streaming-all', object: folder + made.name },
  ]);
  const report: Report = toReport('sales', listed[0] as Listed);
  const { rows, evidence } = await readAll(await sales.read(context, report));
  const sum = rows.reduce((all, row) => all.plus(row.Payable ?? 0), new (Decimal.clone({ precision: 60 }))(0));
  expect([rows.length, sum.toFixed()]).toEqual([made.totals.rows, made.totals.amounts.EUR]);
  expect(evidence).toContainEqual(expect.objectContaining({ kind: 'file-size', holds: true }));
});

test('Bulk API and a bucket go side by side: neither sees the other’s credential', async () => {
  const fake = createFakeSpotify();
  const served = await serveSpotify(fake);
  const bucket = createFakeBucket({ tree: createFakeTree({ [made.name]: made.bytes }) });
  const store = await serveBucket(bucket);
  onTestFinished(async () => {
    await served.close();
    await store.close();
  });
  const drop = bucket.config();
  const config: SpotifyConfig = { bulk: fake.bulkConfig(), sales: { drop, prefix: '', kinds: ['streaming'] } };
  expect(spotify.baseUrl?.(config)).toBe(fake.bulkConfig().baseUrl);
  expect(spotify.hosts?.(config)).toContain(new URL(store.origin).host);
  const auth = spotify.auth?.(config);
  const context = {
    ...createContext(config),
    ...contextOf(drop, undefined, auth === undefined ? {} : { auth, baseUrl: served.api }),
  };
  const listed = await Array.fromAsync(
    spotify.feeds.sales?.list(context, { from: '2026-03-01', to: '2026-03-31' }) ?? [],
  );
  expect(listed).toHaveLength(1);
  const seen = bucket.requests.map(({ headers }) => headers.authorization?.split(' ')[0]);
  expect(new Set(seen)).toEqual(new Set(['AWS4-HMAC-SHA256']));
});
