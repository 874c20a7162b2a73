import youtube, { policy, YoutubeConfig } from '@ledgerline/connector-youtube';
import { createFakeYoutube } from '@ledgerline/connector-youtube/mock';
import fc from 'fast-check';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { blankTitle } from '../src/csv.ts';
import { readLocator, writeLocator } from '../src/locator.ts';
import { pinDownload } from '../src/pin-download.ts';
import { readJob, readReport } from '../src/resources.ts';

const { contentOwner, clientId, clientSecret, refreshToken } = createFakeYoutube().config();
const least = { contentOwner, clientId, clientSecret, refreshToken };
const whole: YoutubeConfig = Value.Parse(YoutubeConfig, Value.Default(YoutubeConfig, least));

test('the least configuration is enough, and defaults fill the rest', () => {
  expect(whole).toMatchObject({
    baseUrl: 'https://youtubereporting.googleapis.com',
    tokenUrl: 'https://oauth2.googleapis.com/token',
    downloadHosts: ['youtubereporting.googleapis.com'],
    ...{ createJobs: true, joinAssets: true },
    assetRevenue: { reportTypes: ['content_owner_asset_ad_revenue_raw_a1'] },
    estimatedRevenue: { reportTypes: ['content_owner_asset_estimated_revenue_a1'] },
    assets: { reportTypes: ['content_owner_asset_a3'] },
  });
});

test.each([
  { contentOwner: '' },
  { refreshToken: '' },
  { baseUrl: 'ftp://example.test' },
  { assetRevenue: { reportTypes: [] } },
  { assetRevenue: { reportTypes: ['Content Owner'] } },
  { extra: 1 },
])('a configuration that cannot work is refused: %o', (part) => {
  expect(Value.Check(YoutubeConfig, { ...whole, ...part })).toBe(false);
});

test('pipelines of one project share its limits, and only the token endpoint and the download hosts are added', () => {
  expect(youtube.credential?.(whole)).toBe(clientId);
  expect(youtube.credential?.({ ...whole, project: 'label-reports' })).toBe('label-reports');
  const config = { ...whole, tokenUrl: 'http://127.0.0.1:4000/token', downloadHosts: ['127.0.0.1:4001'] };
  expect(youtube.hosts?.(config)).toEqual(['127.0.0.1:4000', '127.0.0.1:4001']);
  expect(youtube.credentialHosts?.(config)).toEqual(['127.0.0.1:4001']);
});

test('only estimates and settled revenue have money, and no feed takes an absent document for an empty one', () => {
  expect(Object.entries(youtube.feeds).map(([name, { money }]) => [name, money])).toEqual([
    ['asset_revenue', true],
    ['music_revenue', true],
    ['estimated_revenue', true],
    ['assets', false],
  ]);
  expect(youtube.feeds.estimated_revenue?.columns?.saleType).toEqual({ kind: 'constant', value: 'estimate' });
});

test('the policy is data, every limit says where it comes from, and the daily quota is told before the one per minute', () => {
  expect(JSON.parse(JSON.stringify(policy))).toEqual(policy);
  expect(policy.policy.rate?.map((limit) => limit.kind === 'sliding' && [limit.limit, limit.perMs])).toEqual([
    [60, 60_000],
    [20_000, 86_400_000],
  ]);
  for (const { source } of policy.policy.rate ?? []) expect(source).toMatch(/^captured /);
  const order = policy.classify.map(({ id }) => id);
  expect(order.indexOf('quota-per-day')).toBeLessThan(order.indexOf('quota-per-minute'));
  expect(policy.classify.find(({ id }) => id === 'quota-per-minute')?.assumedHintMs).toBe(60_000);
  expect(policy.quotaReset).toEqual({ zone: 'America/Los_Angeles' });
});

async function blanked(text: string, cuts: readonly number[]): Promise<string> {
  const bytes = Buffer.from(text, 'utf8');
  const ends = [...new Set([...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b);
  const chunks = (async function* () {
    let from = 0;
    for (const end of ends) {
      yield bytes.subarray(from, end);
      from = end;
    }
  })();
  const observer = { evidence() {}, claim() {}, finding() {} };
  const stage = blankTitle()(chunks, { object: 'x', observer, signal: new AbortController().signal });
  return Buffer.concat(await Array.fromAsync(stage)).toString('utf8');
}

test.each(['Asset Summary\n', 'Asset Summary,,\r\n', '"Asset Summary"\n', '\uFEFFAsset Summary\n'])(
  'the title line %j turns blank without moving anything after it, wherever the chunks fall',
  async (title) => {
    const rest = 'asset_id,partner_revenue\nAsset Summary,1\n';
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat()), async (cuts) => {
        const result = await blanked(title + rest, cuts);
        expect(result.endsWith(rest)).toBe(true);
        expect(Buffer.byteLength(result)).toBe(Buffer.byteLength(title + rest));
        expect(
          result
            .slice(0, -rest.length)
            .replace(/^\uFEFF/, '')
            .trim(),
        ).toBe('');
      }),
      { numRuns: 50 },
    );
  },
);

test.each([
  'Asset Summary of ours,b\n1,2\n',
  'asset_id\n',
  'Asset Summary',
  'Asset Summary,1\n',
  '',
  `${'x'.repeat(600)}\ny\n`,
])('what is no title line passes unchanged: %j', async (text) => {
  for (const cuts of [[], [1], [3, 8, 100]]) expect(await blanked(text, cuts)).toBe(text);
});

test.each([
  ['https://youtubereporting.googleapis.com/v1/media/x?alt=media', true],
  ['https://media.example.test/x', true],
  ['http://youtubereporting.googleapis.com/x', false],
  ['https://user:pass@youtubereporting.googleapis.com/x', false],
  ['https://youtubereporting.googleapis.com.evil.test/x', false],
  ['https://eviltube.test/x', false],
  ['https://example.test/x', false],
  ['/v1/media/x', false],
])('the download address %s is used: %s', (url, used) => {
  const pin = () => pinDownload(url, { ...whole, downloadHosts: ['*.example.test'] }, 'report');
  if (used) expect(pin).not.toThrow();
  else expect(pin).toThrow(expect.objectContaining({ disposition: 'abort' }));
});

test('a resource without what the connector rests on is refused, absent optional fields are normal', () => {
  expect(readJob({ id: 'a', reportTypeId: 'b' })).toEqual({ id: 'a', reportTypeId: 'b', systemManaged: false });
  const report = {
    ...{ id: '1', startTime: 'x', endTime: 'y', downloadUrl: 'z' },
    createTime: '2026-01-05T08:00:00Z',
  };
  expect(readReport({ ...report, jobId: 'j' }, { id: 'j' })).toEqual(report);
  expect(readReport(report, { id: 'j' })).toEqual(report);
  const foreign = { ...report, jobId: 'another' };
  for (const broken of [null, {}, { ...report, createTime: 'today' }, { ...report, downloadUrl: 7 }, foreign]) {
    expect(() => readReport(broken, { id: 'j' })).toThrow(expect.objectContaining({ code: 'LISTING_UNEXPECTED' }));
  }
});

test('a locator comes back as it was written, and one of another version is refused', () => {
  const locator = {
    ...{ url: 'https://x', keptUntilMs: 5, join: true, remarks: [{ code: 'A', message: 'b' }] },
    assets: { object: 'o', url: 'https://y' },
  };
  expect(readLocator(JSON.parse(JSON.stringify(writeLocator(locator))))).toEqual(locator);
  expect(() => readLocator(['2026'])).toThrow(expect.objectContaining({ code: 'LOCATOR_UNKNOWN' }));
});
