import { gzipSync } from 'node:zlib';
import type { SpotifyConfig } from '@ledgerline/connector-spotify';
import { generateSalesFile, type SalesFileOptions } from '@ledgerline/connector-spotify/mock';
import { expect, test } from 'vitest';
import { createContext, listAll } from './fake-context.ts';
import { inFolder } from './in-folder.ts';

type Sales = NonNullable<SpotifyConfig['sales']>;

async function list(files: Record<string, string | Uint8Array>, options: Partial<Sales> & { minAgeMs?: number } = {}) {
  const { minAgeMs = 0, ...more } = options;
  const path = await inFolder(files);
  const sales: Sales = {
    drop: { kind: 'directory', path, minAgeMs },
    prefix: '',
    kinds: ['streaming', 'breakage'],
    ...more,
  };
  return listAll(createContext({ sales }), 'sales', '2026-01-01', '2026-03-31');
}

function files(...options: readonly SalesFileOptions[]): Record<string, Uint8Array> {
  return Object.fromEntries(
    options.map((each) => generateSalesFile({ rows: 5, ...each })).map((f) => [f.name, f.bytes]),
  );
}

const march = { period: '2026-03' } as const;

test('a report is listed under its month, kind and all currencies, with size and time as its tag', async () => {
  expect(await list(files(march))).toEqual([
    {
      kind: 'report',
      period: '2026-03',
      scope: 'streaming-all',
      tag: expect.stringMatching(/^\d+-\d+$/),
      locator: expect.objectContaining({ path: 'lanternrow-track-for-streaming-202603.txt' }),
      object: 'lanternrow-track-for-streaming-202603.txt',
      facts: { kind: 'streaming', saleType: 'stream' },
      alternative: { group: 'streaming', layout: 'combined' },
    },
  ]);
});

test('files split by currency are reports of their own, alternatives to a combined one', async () => {
  const currencies = ['EUR', 'GBP', 'USD'];
  const split = currencies.map((only) => ({ ...march, currencies, only }));
  const listed = await list(files({ ...march, currencies }, ...split));
  expect(listed.map((item) => item.kind === 'report' && [item.scope, item.alternative?.layout])).toEqual([
    ['streaming-all', 'combined'],
    ['streaming-EUR', 'split by currency'],
    ['streaming-GBP', 'split by currency'],
    ['streaming-USD', 'split by currency'],
  ]);
});

test('breakage is a report beside streaming, of a sale type of its own', async () => {
  const listed = await list(files(march, { ...march, kind: 'breakage' }));
  expect(listed).toMatchObject([
    { scope: 'breakage-all', facts: { saleType: 'breakage' } },
    { scope: 'streaming-all', facts: { saleType: 'stream' } },
  ]);
});

test('revenue share, summaries and strangers are skipped, each with its reason', async () => {
  const others = files({ ...march, kind: 'revshare' }, { ...march, kind: 'summary' });
  expect(await list({ ...others, 'readme.txt': 'x' })).toEqual([
    { kind: 'skip', object: 'lanternrow-revshare-202603.txt', reason: 'revenue share: aggregates with another schema' },
    { kind: 'skip', object: 'lanternrow-summary-202603.txt', reason: 'summary: aggregates with another schema' },
    { kind: 'skip', object: 'readme.txt', reason: 'not a sales report' },
  ]);
});

test('kinds that are not asked for, and months before the first, are skipped with the reason', async () => {
  const listed = await list(files(march, { ...march, kind: 'breakage' }, { period: '2026-01' }), {
    kinds: ['streaming'],
    periodFrom: '2026-02',
  });
  expect(listed.map((item) => (item.kind === 'skip' ? item.reason : item.kind))).toEqual([
    'breakage is not among sales.kinds',
    'of 2026-01, before sales.periodFrom',
    'report',
  ]);
});

test('a month outside the window is not listed', async () => {
  expect(await list(files({ period: '2026-04' }, { period: '2025-12' }))).toEqual([]);
});

test.each(['202603', '2026-03', '2026-03-31', '20260331'])(
  'the second row tells the month as %s',
  async (preamblePeriod) => {
    const [{ bytes }] = [generateSalesFile({ ...march, preamblePeriod })];
    expect(await list({ 'x-track-for-streaming.txt': bytes })).toMatchObject([{ kind: 'report', period: '2026-03' }]);
  },
);

test.each([{ bom: true }, { crlf: true }, { gzip: true }, { bom: true, crlf: true, gzip: true }])(
  'the head is found whatever the file looks like: %o',
  async (dress) => {
    const { bytes } = generateSalesFile({ ...march, ...dress });
    expect(await list({ 'x-track-for-streaming.dat': bytes })).toMatchObject([{ kind: 'report', period: '2026-03' }]);
  },
);

test('without a period in the second row the name tells it', async () => {
  const { name, bytes } = generateSalesFile({ ...march, preamble: 'no-period' });
  expect(await list({ [name]: bytes })).toMatchObject([{ kind: 'report', period: '2026-03' }]);
  expect(await list({ 'x-track-for-streaming.txt': bytes })).toMatchObject([
    { kind: 'problem', error: { code: 'PERIOD_UNKNOWN' } },
  ]);
});

test('a second row and a name that disagree are a problem, not a guess', async () => {
  const { name, bytes } = generateSalesFile({ ...march, preamblePeriod: '202602' });
  const [listed] = await list({ [name]: bytes });
  expect(listed).toMatchObject({ kind: 'problem', scope: 'streaming-all', error: { code: 'PERIOD_CONFLICT' } });
  expect(listed?.kind === 'problem' && listed.error.message).toContain(
    'its second row says 2026-02, its name says 2026-03',
  );
});

test('a period in a form nobody knows is a problem that shows it and says which forms are known', async () => {
  const { name, bytes } = generateSalesFile({ ...march, preamblePeriod: '31.03.2026' });
  const [listed] = await list({ [name]: bytes });
  expect(listed).toMatchObject({ kind: 'problem', error: { code: 'PERIOD_UNREADABLE' } });
  expect(listed?.kind === 'problem' && listed.error.message).toMatch(/YYYYMM.*"31\.03\.2026"/);
});

test.each(['missing', 'one-row'] as const)('a file whose preamble is %s is a problem', async (preamble) => {
  expect(await list(files({ ...march, preamble }))).toMatchObject([
    { kind: 'problem', error: { code: 'HEADER_MISSING' } },
  ]);
});

test('an empty file and a broken gzip are problems of their own; the others are listed', async () => {
  const listed = await list({
    ...files(march),
    'a-track-for-streaming-202602.txt': '',
    'b-track-for-streaming-202602.txt.gz': Buffer.from([0x1f, 0x8b, 0, 0, 0]),
  });
  expect(listed.map((item) => (item.kind === 'problem' ? item.error.code : item.kind))).toEqual([
    'FILE_EMPTY',
    'GZIP_CORRUPT',
    'report',
  ]);
});

test('a file that may still be written is a problem for a later run', async () => {
  expect(await list(files(march), { minAgeMs: 3_600_000 })).toMatchObject([
    { kind: 'problem', error: { code: 'REPORT_NOT_READY', disposition: 'defer' } },
  ]);
});

test('the same report as text and as gzip is one report', async () => {
  const { name, bytes } = generateSalesFile(march);
  expect(await list({ [name]: bytes, [`${name}.gz`]: gzipSync(bytes) })).toMatchObject([
    { kind: 'report', object: name },
    { kind: 'skip', object: `${name}.gz`, reason: `duplicate of ${name}` },
  ]);
});

test('two different files of one identity are a problem each, naming both', async () => {
  const one = generateSalesFile(march);
  const two = generateSalesFile({ ...march, revision: 1 });
  const listed = await list({ [one.name]: one.bytes, [`again/${two.name}`]: two.bytes });
  expect(listed).toMatchObject([
    { kind: 'problem', period: '2026-03', scope: 'streaming-all', error: { code: 'REPORT_AMBIGUOUS' } },
    { kind: 'problem', period: '2026-03', scope: 'streaming-all', error: { code: 'REPORT_AMBIGUOUS' } },
  ]);
  for (const item of listed) {
    expect(item.kind === 'problem' && item.error.message).toContain(`again/${two.name} and ${one.name}`);
  }
});

test('a name with two currencies is a problem', async () => {
  const { bytes } = generateSalesFile(march);
  expect(await list({ 'x-track-for-streaming-EUR-USD-202603.txt': bytes })).toMatchObject([
    { kind: 'problem', error: { code: 'CURRENCY_AMBIGUOUS' } },
  ]);
});

test('a label that is called like a currency does not split the file', async () => {
  const { bytes } = generateSalesFile(march);
  expect(await list({ 'EUR-track-for-streaming-202603.txt': bytes })).toMatchObject([{ scope: 'streaming-all' }]);
});
