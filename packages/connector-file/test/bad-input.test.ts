import { appendFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chosenPreset, portalPresets, standardTemplate } from '@ledgerline/connector-file';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fileConfig } from './file-config.ts';
import { FileWorld, standardFile, standardHeader, standardRow } from './file-world.ts';
import { zipOf } from './zip-of.ts';

let world: FileWorld;
beforeEach(() => {
  world = new FileWorld();
});
afterEach(() => world.close());

const standard = chosenPreset(fileConfig({ as: 'deezer/sales' }), true);
const config = { as: 'deezer/sales', period: '2026-03' };
const portal = (name: string) => portalPresets.find((preset) => preset.name === name)!;
const spotifyHeader = [
  'Country',
  'Product',
  'URI',
  'UPC',
  'EAN',
  'ISRC',
  'Track name',
  'Artist name',
  'Quantity',
  'Payable',
  'Payable currency',
];

/** A sales report of Spotify, or what a spreadsheet made of it. */
function spotifyFile({ delimiter = '\t', amounts = ['0.0304', '0.05'], month = '202603', rows = 2 } = {}): string {
  const cells = Array.from({ length: rows }, (_, row) => [
    ...[
      'DE',
      'premium',
      'spotify:track:1',
      '036000291452',
      '',
      'DEZZ12600001',
      'Song',
      'Art',
      '10',
      amounts[row] ?? '0.05',
      'EUR',
    ],
  ]);
  return `${[['format', 'version', 'period'], ['1', '1', month], spotifyHeader, ...cells].map((line) => line.join(delimiter)).join('\n')}\n`;
}

test('a file of another kind is refused with the kind it looks like', async () => {
  world.put('a.txt', spotifyFile());
  await expect(world.examine('a.txt', portal('amazon/statements'))).rejects.toMatchObject({
    code: 'PRESET_MISMATCH',
    message: expect.stringMatching(/no column UNITS.*looks like spotify\/sales.*--as spotify\/sales/),
    details: { looksLike: 'spotify/sales' },
  });
});

test('two months in one file are refused with the line of each', async () => {
  world.put('a.csv', `${standardHeader},period\n${standardRow()},2026-02\n${standardRow()},2026-03\n`);
  const { outcomes } = await world.run('royalties', { as: 'deezer/sales' });
  expect(outcomes).toMatchObject([
    {
      verdict: 'held',
      code: 'PERIODS_SEVERAL',
      message: expect.stringContaining('2026-02 (line 2), 2026-03 (line 3)'),
    },
  ]);
});

test('a period that is told and rows of another month contradict each other', async () => {
  world.put('a.csv', `${standardHeader},period\n${standardRow()},2026-02\n`);
  const { outcomes } = await world.run('royalties', config);
  expect(outcomes).toMatchObject([
    { code: 'PERIOD_CONFLICT', message: expect.stringMatching(/you said 2026-03, its rows say 2026-02 \(line 2\)/) },
  ]);
});

test.each([
  ['labelled in its first cell', 'Total,,,,,20,1.0,'],
  ['labelled after empty cells', ',,Grand total,,,20,1.0,'],
  ['labelled in German', 'Summe,,,,,20,1.0,'],
])('a total at the end that is %s is a claim and never counted', async (_, total) => {
  world.put('a.csv', standardFile(standardRow(), standardRow(), total));
  const { outcomes } = await world.run('royalties', config);
  expect(outcomes).toMatchObject([
    { effect: 'committed', accepted: 2, skipped: 1, amounts: { EUR: '1.0' }, units: '20' },
  ]);
  const [manifest] = await world.manifests();
  expect(manifest?.claimed).toMatchObject([{ units: '20', amounts: { EUR: '1.0' } }]);
});

test('songs that are called like totals are songs', async () => {
  const header = 'title,isrc,territory,sale_type,units,amount,currency';
  const song = (title: string) => `${title},DEZZ12600001,DE,stream,10,0.5,EUR`;
  world.put(
    'a.csv',
    `${header}\n${song('Song')}\n${song('Total')}\n${song('Total Eclipse')}\nTotal Recall,,DE,stream,10,0.5,EUR\n`,
  );
  const { outcomes } = await world.run('royalties', config);
  expect(outcomes).toMatchObject([{ effect: 'committed', accepted: 4, skipped: 0, amounts: { EUR: '2.0' } }]);
});

test('a total below other cells is refused even where it stands in the column of titles', async () => {
  const header = 'territory,title,isrc,sale_type,units,amount,currency';
  world.put('a.csv', `${header}\nDE,Song,DEZZ12600001,stream,10,0.5,EUR\nDE,Total,,stream,10,0.5,EUR\n`);
  expect((await world.run('royalties', config)).outcomes).toMatchObject([
    { code: 'TOTALS_ROW', message: expect.stringContaining('line 3') },
  ]);
});

test('a total that does not add up keeps the report from being committed', async () => {
  world.put('a.csv', standardFile(standardRow(), standardRow(), 'Total,,,,,20,1.1,'));
  const { outcomes } = await world.run('royalties', config);
  expect(outcomes).toMatchObject([{ verdict: 'incomplete', code: 'CLAIM_FAILED' }]);
});

test.each([
  ['with its label among other cells', ['DE', standardRow(), standardRow()], ',,,DE,Total,20,1.0,EUR'],
  ['without a label', [standardRow(), standardRow()], ',,,DE,stream,20,1.0,EUR'],
])('a total %s is refused with its line', async (_, rows, total) => {
  world.put('a.csv', standardFile(...rows.filter((row) => row !== 'DE'), total));
  const { outcomes } = await world.run('royalties', config);
  expect(outcomes).toMatchObject([{ code: 'TOTALS_ROW', message: expect.stringContaining('line 4') }]);
});

test('thousands and decimal commas of a spreadsheet are read exactly, and ambiguous ones refused until somebody says', async () => {
  const name = 'label-track-for-streaming-202603.csv';
  world.put(name, spotifyFile({ delimiter: ';', amounts: ['1.234,56', '0,5'] }));
  const { outcomes } = await world.run('spotify/sales');
  expect(outcomes).toMatchObject([{ effect: 'committed', amounts: { EUR: '1235.06' } }]);
  world.put(name, spotifyFile({ delimiter: ';', amounts: ['1.234', '2.500'] }));
  expect((await world.run('spotify/sales')).outcomes).toMatchObject([
    { code: 'NUMBERS_AMBIGUOUS', message: expect.stringContaining('line 4') },
  ]);
  const told = await world.run('spotify/sales', { dialect: { decimal: ',', thousands: '.' } });
  expect(told.outcomes).toMatchObject([{ effect: 'committed', amounts: { EUR: '3734' } }]);
});

test('identifiers that a spreadsheet mangled are told; lost zeros come back only where the check digit holds', async () => {
  world.put(
    'a.csv',
    standardFile(
      standardRow({ upc: '36000291452' }),
      standardRow({ upc: '8.84E+11' }),
      standardRow({ upc: '36000291453' }),
      ...Array.from({ length: 5 }, () => standardRow({ upc: '036000291452' })),
    ),
  );
  expect((await world.examine('a.csv', standard)).notes).toEqual([
    expect.stringMatching(/^1 identifiers \(the first in line 3\).*8\.84E\+11/),
  ]);
  const { outcomes } = await world.run('royalties', config);
  expect(outcomes).toMatchObject([{ effect: 'committed', accepted: 8 }]);
  const upcs = (await world.files())
    .join('')
    .split('\n')
    .slice(1, 4)
    .map((line) => line.split(',')[4]);
  expect(upcs[0]).toBe('036000291452');
  expect(upcs[2]).toBe('36000291453');
  const codes = outcomes[0]?.findings?.map(({ code }) => code);
  expect(codes).toEqual(expect.arrayContaining(['UPC_PADDED', 'UPC_INVALID']));
});

test('two columns of one name are refused', async () => {
  world.put('a.csv', `${standardHeader},Units\n${standardRow()},1\n`);
  await expect(world.examine('a.csv', standard)).rejects.toMatchObject({ code: 'HEADER_DUPLICATE' });
});

test('an archive that climbs, swells or breaks off is refused, and nothing of it is written', async () => {
  const csv = Buffer.from(standardFile(standardRow()));
  world.put('climbs.zip', zipOf([{ name: '../../evil.csv', bytes: csv }]));
  const blanks = Buffer.alloc(32 * 1024 * 1024, 0x20);
  world.put('swells.zip', zipOf([{ name: 'a.csv', bytes: blanks }]));
  world.put('swells.csv.gz', gzipSync(blanks));
  world.put('cut.csv.gz', gzipSync(standardFile(...Array.from({ length: 200 }, () => standardRow()))).subarray(0, 60));
  const { outcomes } = await world.run('royalties', config);
  expect(Object.fromEntries(outcomes.map(({ object, code }) => [object, code]))).toEqual({
    'climbs.zip': 'ZIP_UNSAFE',
    'swells.zip': 'ZIP_UNSAFE',
    'swells.csv.gz': 'GZIP_UNSAFE',
    'cut.csv.gz': 'GZIP_TRUNCATED',
  });
  expect(await world.manifests()).toEqual([]);
});

test('several documents of a zip are one report; those with lines before their header are not joined', async () => {
  world.put(
    'a.zip',
    zipOf([
      { name: 'b.csv', bytes: Buffer.from(standardFile(standardRow())) },
      { name: 'a.csv', bytes: Buffer.from(standardFile(standardRow({ amount: '2.25' }))) },
    ]),
  );
  const { outcomes } = await world.run('royalties', config);
  expect(outcomes).toMatchObject([{ effect: 'committed', accepted: 2, amounts: { EUR: '2.75' } }]);
  const [one, two] = [spotifyFile(), spotifyFile({ month: '202604' })].map((text) => Buffer.from(text));
  world.put(
    's.zip',
    zipOf([
      { name: 'a.txt', bytes: one! },
      { name: 'b.txt', bytes: two! },
    ]),
  );
  await expect(world.examine('s.zip', portal('spotify/sales'))).rejects.toMatchObject({ code: 'ZIP_UNSUPPORTED' });
});

test('a file that is still being written waits; one that changes while it is read is not committed', async () => {
  world.put('a.csv', standardFile(standardRow()));
  const path = join(world.folder, 'inbox', 'a.csv');
  const seconds = world.clock.wall() / 1000;
  utimesSync(path, seconds - 1, seconds - 1);
  expect((await world.run('royalties', config)).outcomes).toMatchObject([
    { verdict: 'not-ready', message: expect.stringMatching(/^a\.csv may still be written .* a later run takes it\.$/) },
  ]);
  utimesSync(path, seconds - 6, seconds - 6);
  expect((await world.run('royalties', config)).outcomes).toMatchObject([{ effect: 'committed' }]);
  const body = world.drop().body('a.csv', { size: 10 });
  appendFileSync(path, `${standardRow()}\n`);
  await expect(
    Array.fromAsync(
      body.open({ signal: new AbortController().signal, observer: { evidence() {}, claim() {}, finding() {} } }),
    ),
  ).rejects.toMatchObject({ code: 'FILE_CHANGED' });
});

test.each([
  ['UTF-8 with a mark', (text: string) => Buffer.from(`\ufeff${text}`), 'utf-8', true],
  ['UTF-16 LE with a mark', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le', true],
  ['UTF-16 BE with a mark', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), 'utf-16be', true],
  ['UTF-16 LE', (text: string) => Buffer.from(text, 'utf16le'), 'utf-16le', false],
  ['Windows-1252', (text: string) => Buffer.from(text, 'latin1'), 'windows-1252', false],
] as const)('%s is recognised and read as the same rows', async (_, encode, encoding, byteOrderMark) => {
  world.put('a.csv', encode(standardFile(standardRow({ title: 'Schöne Café' }))));
  expect(await world.examine('a.csv', standard)).toMatchObject({ byteOrderMark, dialect: { encoding } });
  const { outcomes } = await world.run('royalties', config);
  expect(outcomes).toMatchObject([{ effect: 'committed', accepted: 1 }]);
  expect((await world.files())[0]).toContain('Schöne Café');
});

test('the template of the standard is read by the standard, and an empty one is no report', async () => {
  const row = 'DEZZ12600001,,,Song,Art,DE,,stream,,10,0.5,EUR\n';
  world.put('a-2026-03.csv', `${standardTemplate()}${row}`);
  expect((await world.run('royalties', { as: 'deezer/sales' })).outcomes).toMatchObject([
    { effect: 'committed', accepted: 1, amounts: { EUR: '0.5' } },
  ]);
  world.put('b-2026-04.csv', standardTemplate());
  const { outcomes } = await world.run('royalties', { as: 'deezer/sales' });
  expect(outcomes).toMatchObject([{ object: 'b-2026-04.csv', verdict: 'unproven', code: 'EMPTY_UNPROVEN' }]);
});
