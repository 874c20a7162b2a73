import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FileWorld, standardFile, standardRow } from './file-world.ts';

let world: FileWorld;
beforeEach(() => {
  world = new FileWorld();
});
afterEach(() => world.close());

const config = { as: 'deezer/sales' };
const [march, correction] = [standardFile(standardRow()), standardFile(standardRow({ amount: '0.75' }))];
const inbox = () => readdirSync(join(world.folder, 'inbox')).sort();

test('a file becomes the report it stands for, with the provenance of a file', async () => {
  world.put('sales-2026-03.csv', march);
  const { outcomes } = await world.run('royalties', { ...config, scope: 'streaming-all' });
  expect(outcomes).toMatchObject([
    {
      effect: 'committed',
      report: { dsp: 'deezer', account: 'kit', feed: 'sales', period: '2026-03', scope: 'streaming-all' },
    },
  ]);
  const [manifest] = await world.manifests();
  expect(manifest).toMatchObject({
    provenance: 'file',
    connector: { name: 'file' },
    tag: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
  });
});

test('a file that stays is taken once, under whatever name and however packed', async () => {
  world.put('sales-2026-03.csv', march);
  await world.run('royalties', config);
  expect((await world.run('royalties', config)).outcomes).toEqual([]);
  world.put('again-2026-03.csv', march);
  const { outcomes, skipped } = await world.run('royalties', config);
  expect([outcomes, skipped]).toEqual([
    [],
    [{ object: 'sales-2026-03.csv', reason: 'the same content as again-2026-03.csv' }],
  ]);
  expect(await world.manifests()).toHaveLength(1);
});

test('a corrected file supersedes, and the file it superseded does not come back', async () => {
  world.put('sales-2026-03.csv', march);
  await world.run('royalties', config);
  world.put('sales-2026-03.csv', correction);
  expect((await world.run('royalties', config)).outcomes).toMatchObject([
    { effect: 'committed', amounts: { EUR: '0.75' } },
  ]);
  world.put('sales-2026-03.csv', march);
  const { outcomes, skipped } = await world.run('royalties', config);
  expect(outcomes).toEqual([]);
  expect(skipped).toMatchObject([{ reason: 'taken by run run-1, and superseded since' }]);
  const retaken = await world.with('royalties', config, (ledgerline) => ledgerline.run({ retake: true }));
  expect(retaken.pipelines.files?.outcomes).toMatchObject([{ effect: 'committed', amounts: { EUR: '0.5' } }]);
});

test('two files of one report with different content are for a person to decide', async () => {
  world.put('a-2026-03.csv', march);
  world.put('b-2026-03.csv', correction);
  expect((await world.run('royalties', config)).outcomes).toMatchObject([
    { code: 'REPORT_AMBIGUOUS' },
    { code: 'REPORT_AMBIGUOUS' },
  ]);
});

test('a taken file is marked, and read again only when it changed', async () => {
  const marking = { ...config, after: 'mark' };
  world.put('sales-2026-03.csv', march);
  await world.run('royalties', marking);
  expect(inbox()).toEqual(['.sales-2026-03.csv.taken', 'sales-2026-03.csv']);
  const { skipped } = await world.run('royalties', marking);
  expect(skipped).toEqual([{ object: 'sales-2026-03.csv', reason: 'taken before, as deezer/kit/sales/2026-03/-' }]);
  world.put('sales-2026-03.csv', correction);
  expect((await world.run('royalties', marking)).outcomes).toMatchObject([{ effect: 'committed' }]);
});

test('a taken file is moved aside; one that was not committed stays', async () => {
  world.put('march/sales-2026-03.csv', march);
  world.put('no-month.csv', march);
  const { outcomes } = await world.run('royalties', { ...config, after: 'move' });
  expect(outcomes.map(({ effect }) => effect).sort()).toEqual(['committed', 'none']);
  expect(inbox()).toEqual(['.taken', 'march', 'no-month.csv']);
  expect(readdirSync(join(world.folder, 'inbox', '.taken', 'march'))).toHaveLength(1);
  expect((await world.run('royalties', { ...config, after: 'move', prefix: 'march' })).outcomes).toEqual([]);
});

test('a preview shows everything and leaves nothing behind, not even a mark', async () => {
  world.put(
    'sales-2026-03.csv',
    standardFile(
      standardRow(),
      standardRow({ currency: 'XXQ' }),
      ...Array.from({ length: 200 }, () => standardRow({ territory: 'FR' })),
    ),
  );
  const previews = await world.with('royalties', { ...config, after: 'mark' }, (ledgerline) =>
    ledgerline.preview({ rows: 3 }),
  );
  const { outcomes, reports } = previews.files!;
  expect(outcomes).toMatchObject([{ effect: 'committed', accepted: 201, rejected: 1 }]);
  expect(reports).toMatchObject([
    {
      items: [{ isrc: 'DEZZ12600001', amount: '0.5' }, { territory: 'FR' }, { territory: 'FR' }],
      letters: [{ code: 'CURRENCY_UNKNOWN' }],
      draft: { provenance: 'file' },
    },
  ]);
  expect(reports[0]?.totals.map(({ territory, amount }) => [territory, amount])).toEqual([
    ['DE', '0.5'],
    ['FR', '100.0'],
  ]);
  expect(await world.manifests()).toEqual([]);
  expect(inbox()).toEqual(['sales-2026-03.csv']);
  expect(
    existsSync(join(world.folder, 'lake', '_staging')) ? readdirSync(join(world.folder, 'lake', '_staging')) : [],
  ).toEqual([]);
  await world.run('royalties', config);
  const after = await world.with('royalties', config, (ledgerline) => ledgerline.preview({ retake: true }));
  expect(after.files?.outcomes).toEqual([]);
});

test('a mapping of the configuration reads a file of anybody, decimal commas and day-first dates included', async () => {
  world.put(
    'export.csv',
    'Titel;Datum;Land;Menge;Betrag\nLied;13.03.2026;DE;1.234;12,50\nLied;14.03.2026;DE;2;0,005\n',
  );
  const { outcomes } = await world.run('royalties', {
    as: 'napster/sales',
    period: '2026-03',
    columns: {
      ...{ title: ['Titel'], territory: ['Land'], units: ['Menge'], amount: ['Betrag'], period: ['Datum'] },
      ...{ currency: { constant: 'EUR' }, saleType: { constant: 'stream' } },
    },
  });
  expect(outcomes).toMatchObject([{ effect: 'committed', units: '1236', amounts: { EUR: '12.505' } }]);
});

test('NDJSON is read by the same names', async () => {
  world.put('usage-2026-03.ndjson', '{"isrc":"DEZZ12600001","territory":"DE","sale_type":"stream","units":12}\n');
  const { outcomes } = await world.run('usage', { as: 'deezer/streams' });
  expect(outcomes).toMatchObject([{ effect: 'committed', units: '12', report: { dsp: 'deezer', feed: 'streams' } }]);
});

test('dead letters of a file are tried again under the mapping of that file', async () => {
  const name = 'x-2026-03.csv';
  const columns = {
    territory: ['Land'],
    units: ['Menge'],
    amount: ['Betrag'],
    currency: ['W'],
    saleType: { constant: 'stream' },
    period: { fromReport: 'period' },
  };
  const own = { as: 'napster/sales', columns };
  const rows = Array.from({ length: 150 }, () => 'DE;2;0,25;EUR');
  world.put(name, `Land;Menge;Betrag;W\nDE;2;0,125;EURO\n${rows.join('\n')}\n`);
  expect((await world.run('royalties', own)).outcomes).toMatchObject([{ effect: 'committed', rejected: 1 }]);
  const mended = {
    ...own,
    columns: {
      ...columns,
      currency: { headers: ['W'], steps: [{ kind: 'table', entries: { EURO: 'EUR' }, otherwise: 'keep' }] },
    },
  };
  const { outcomes } = await world.with('royalties', mended, (ledgerline) => ledgerline.replay());
  expect(outcomes).toMatchObject([{ effect: 'committed', accepted: 1, amounts: { EUR: '0.125' } }]);
});
