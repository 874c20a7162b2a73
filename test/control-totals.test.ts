import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { reconcile } from '@ledgerline/core/runtime';
import { afterEach, expect, test } from 'vitest';
import { type BooksOptions, BooksWorld, paper, row } from './books-world.ts';

const worlds: BooksWorld[] = [];
function open(options?: BooksOptions): BooksWorld {
  const world = new BooksWorld(options);
  worlds.push(world);
  return world;
}
afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

const report = 'made-up/a/sales/2026-03/-';
const two = [
  row({ units: '4', amount: '1.10' }),
  row({ territory: 'US', units: '6', amount: '2.205', currency: 'USD' }),
];

async function reconciled(world: BooksWorld) {
  return world.with(async (ledgerline) => {
    const reports = reconcile(await ledgerline.openSink());
    const found = [];
    for (;;) {
      const { value, done } = await reports.next();
      if (done) return { summary: value, found };
      found.push(value);
    }
  });
}

test('a footer that lies is told with its cell, its figures and the difference, and nothing is committed', async () => {
  const world = open();
  const claims = [
    { where: 'footer, line 4', rows: '2', amounts: { EUR: '1.1', USD: '2.204' } },
    { where: 'summary, line 5', cell: { territory: 'US', period: '2026-03' }, units: '7' },
  ];
  world.papers = [paper('2026-03', two, { claims })];
  const [outcome] = (await world.run()).outcomes;
  expect(outcome).toMatchObject({ verdict: 'incomplete', effect: 'none', code: 'CLAIM_FAILED' });
  expect(outcome?.message).toBe(
    'amount in USD differs: footer, line 4 says 2.204, counted 2.205, which is 0.001 more. ' +
      'units of US, 2026-03 differs: summary, line 5 says 7, counted 6, which is 1 less.',
  );
  expect(outcome?.failedClaims).toMatchObject([
    { cell: { currency: 'USD' }, claimed: '2.204', counted: '2.205', difference: '0.001' },
    { cell: { territory: 'US', period: '2026-03' }, claimed: '7', counted: '6', difference: '-1' },
  ]);
  expect(await world.manifests()).toEqual([]);
  expect(world.audited('sync.proved')).toMatchObject([{ failed: [{ what: 'amount in USD' }, { what: 'units' }] }]);
});

test('what was accepted by name is committed as exactly that revision, with the word of who accepted it', async () => {
  const world = open();
  const claims = [{ where: 'footer', rows: '3' }];
  world.papers = [paper('2026-03', two, { claims })];
  const [held] = (await world.run()).outcomes;
  const word = { report, who: 'an operator', why: 'the DSP counts the header' };
  const acceptance = await world.with((ledgerline) => ledgerline.accept(word));
  expect(acceptance).toMatchObject({
    revision: held?.revision,
    objections: [{ code: 'CLAIM_FAILED' }],
    who: 'an operator',
  });
  expect(world.audited('report.accepted')).toMatchObject([{ id: report, why: word.why }]);

  world.papers = [paper('2026-03', [...two, row({})], { claims: [{ where: 'footer', rows: '4' }] })];
  expect((await world.run()).outcomes).toMatchObject([{ verdict: 'incomplete', effect: 'none' }]);
  expect(await world.manifests()).toEqual([]);

  world.papers = [paper('2026-03', two, { claims })];
  expect((await world.run()).outcomes).toMatchObject([
    { verdict: 'incomplete', effect: 'committed', acceptance: { why: word.why } },
  ]);
  expect(await world.manifests()).toMatchObject([
    {
      verdict: 'incomplete',
      revision: held?.revision,
      acceptances: [{ id: report, objections: [{ code: 'CLAIM_FAILED' }] }],
    },
  ]);
  expect(world.audited('sync.accepted')).toHaveLength(1);
  const { feeds } = await world.with((ledgerline) => ledgerline.calendar());
  expect(feeds[0]?.cells).toMatchObject([{ state: 'present', held: [], reports: [{ acceptedBy: 'an operator' }] }]);
  const { summary, found } = await reconciled(world);
  expect(summary.differing).toBe(0);
  expect(found).toMatchObject([{ agrees: true, acceptedClaims: [{ claimed: '3', counted: '2' }] }]);
});

test('an acceptance does not cover what nobody has seen', async () => {
  const world = open();
  world.papers = [paper('2026-03', two, { claims: [{ where: 'footer', rows: '3' }] })];
  await world.run();
  await world.with((ledgerline) => ledgerline.accept({ report, who: 'o', why: 'w' }));
  world.papers = [paper('2026-03', two, { claims: [{ where: 'footer', rows: '3', units: '11' }] })];
  const [outcome] = (await world.run()).outcomes;
  expect(outcome).toMatchObject({ effect: 'none', objections: [{ code: 'CLAIM_FAILED' }, { code: 'CLAIM_FAILED' }] });
});

test('what is not held, and what was not read to its end, cannot be accepted', async () => {
  const world = open();
  world.papers = [paper('2026-03', two, { bytes: gzipSync(paper('2026-03', two).bytes).subarray(0, -9) })];
  expect((await world.run()).outcomes).toMatchObject([{ verdict: 'incomplete', code: 'GZIP_TRUNCATED' }]);
  const accept = (id: string) => world.with((ledgerline) => ledgerline.accept({ report: id, who: 'o', why: 'w' }));
  await expect(accept(report)).rejects.toMatchObject({ code: 'REPORT_UNREAD' });
  await expect(accept('made-up/a/sales/2026-02/-')).rejects.toThrow(`Held are: ${report}.`);
});

test('what is no longer listed is no longer held', async () => {
  const world = open();
  world.papers = [paper('2026-03', two, { claims: [{ where: 'footer', rows: '3' }] })];
  await world.run();
  const held = async () =>
    (await world.with((ledgerline) => ledgerline.calendar())).feeds.flatMap(({ cells }) => cells);
  expect(await held()).toMatchObject([{ state: 'held', held: [{ objections: [{ code: 'CLAIM_FAILED' }] }] }]);
  world.papers = [];
  await world.run();
  expect(await held()).toEqual([]);
});

test.each([
  ['ndjson', 'none'],
  ['ndjson', 'gz'],
  ['csv', 'none'],
  ['csv', 'gz'],
  ['parquet', 'none'],
] as const)(
  'ledger, %s files (%s) and claims agree, dead letters counted',
  { timeout: 60_000 },
  async (format, compress) => {
    const world = open({ sink: { format, ...(format === 'parquet' ? {} : { compress }) } });
    const rows = [
      ...two,
      row({ units: 'many', amount: '0.4' }),
      row({ amount: '-1.10', units: '-4', saleType: 'return' }),
    ];
    world.papers = [
      paper('2026-03', rows, { claims: [{ where: 'footer', rows: '4', amounts: { EUR: '0.4', USD: '2.205' } }] }),
    ];
    expect((await world.run()).outcomes).toMatchObject([{ effect: 'committed', rejected: 1 }]);
    const { summary, found } = await reconciled(world);
    expect(found).toMatchObject([{ differences: [], failedClaims: [], problems: [], agrees: true }]);
    expect(summary).toMatchObject({ reports: 1, rows: 3, claims: 1, differing: 0 });
    expect(
      summary.currencies.map(({ currency, files, claimed }) => [
        currency,
        Number(files.amount),
        Number(claimed?.difference),
      ]),
    ).toEqual([
      ['EUR', 0, 0],
      ['USD', 2.205, 0],
    ]);
  },
);

test('a file that was changed is named, and so is the cell that differs', async () => {
  const world = open();
  world.papers = [paper('2026-03', two, { claims: [{ where: 'footer', amounts: { USD: '2.205' } }] })];
  await world.run();
  const [file] = (await world.manifests()).flatMap(({ files }) =>
    files.filter(({ partition }) => partition?.territory === 'US'),
  );
  const path = join(world.folder, 'lake', file?.path ?? '');
  writeFileSync(path, readFileSync(path, 'utf8').replace('2.205', '2.105'));
  const { summary, found } = await reconciled(world);
  const cell = { territory: 'US', period: '2026-03', saleType: 'stream', currency: 'USD' };
  expect(summary.differing).toBe(1);
  expect(found).toMatchObject([
    {
      agrees: false,
      problems: [{ code: 'FILE_CHANGED', path: file?.path }],
      differences: [{ what: 'amount', cell, claimed: '2.205', counted: '2.105', difference: '-0.100' }],
      failedClaims: [{ claimed: '2.205', counted: '2.105' }],
    },
  ]);
  expect(summary.currencies.find(({ currency }) => currency === 'USD')).toMatchObject({ difference: '-0.100' });
});

test('every prefix of a gzip report is refused, even when the transport swears that it is whole', async () => {
  const bytes = gzipSync(paper('2026-03', [...two, ...two]).bytes);
  const world = open({ pipeline: { concurrency: 8 } });
  world.papers = Array.from({ length: bytes.length }, (_, end) => ({
    ...{ period: '2026-03', scope: `cut-${end}`, bytes: bytes.subarray(0, end) },
  }));
  world.papers.push({ period: '2026-03', scope: 'whole', bytes });
  const { outcomes } = await world.run();
  expect(outcomes).toHaveLength(bytes.length + 1);
  expect(outcomes.filter(({ effect }) => effect === 'committed').map(({ report: { scope } }) => scope)).toEqual([
    'whole',
  ]);
  expect((await world.manifests()).map(({ report: { scope } }) => scope)).toEqual(['whole']);
}, 120_000);

test('cells that are no numbers are dead letters, each with its place, and their readable money is counted', async () => {
  const bad = [
    ...['NaN', '1,234.56', '1.234,56', '(1.00)', '1 000', '0x10', 'Infinity', ''].map((amount) => row({ amount })),
    ...['1,000', '1.5', 'NaN', '1e3', ''].map((units) => row({ units, amount: '0.5' })),
    row({ units: '-3', amount: '0.5' }),
  ];
  const world = open();
  world.papers = [paper('2026-03', [...two, ...bad])];
  const [outcome] = (await world.run()).outcomes;
  expect(outcome).toMatchObject({ effect: 'committed', read: 16, accepted: 2, rejected: 14 });
  const [manifest] = await world.manifests();
  expect(Object.values(manifest?.rejectedBy ?? {}).reduce((sum, count) => sum + count, 0)).toBe(14);
  const letters = await world.with(async (ledgerline) => Array.fromAsync((await ledgerline.openSink()).deadLetters()));
  expect(letters.map(({ source }) => source.line)).toEqual(bad.map((_, index) => index + 4));
  expect((await reconciled(world)).summary.differing).toBe(0);
});

test('currencies that meet in one file are never added to each other', async () => {
  const world = open();
  const claims = [{ where: 'footer', amounts: { EUR: '1.10', USD: '2.205' } }];
  world.papers = [paper('2026-03', two, { claims })];
  expect((await world.run()).outcomes).toMatchObject([{ effect: 'committed', amounts: { EUR: '1.10', USD: '2.205' } }]);
});

test('a clock that jumps back loses nothing and commits nothing twice', async () => {
  const world = open();
  world.papers = [paper('2026-02', [row({ period: '2026-02' })])];
  await world.run();
  world.now = '2026-03-01T00:00:00Z';
  world.papers.push(paper('2026-03', two));
  expect((await world.run()).outcomes).toMatchObject([{ report: { period: '2026-03' }, effect: 'committed' }]);
  expect((await world.run()).outcomes).toEqual([]);
  const times = (await world.manifests()).map(({ committedAt }) => committedAt);
  expect([...times].sort()).toEqual(times);
  expect((await reconciled(world)).summary).toMatchObject({ reports: 2, differing: 0 });
});
