import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { catalogueValidator } from './catalogue-validator.ts';
import { contextOf, type ItemCells, listeningJudge, objectBatch } from './object-batch.fixture.ts';
import { memoryTables } from './reference/memory-tables.fixture.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

type Policies = Readonly<Record<'unknownIsrc' | 'unknownUpc' | 'mismatch', 'off' | 'flag' | 'reject'>>;
const flagAll: Policies = { unknownIsrc: 'flag', unknownUpc: 'flag', mismatch: 'flag' };

async function judged(path: string, rows: readonly ItemCells[], change: Partial<Policies> = {}) {
  const config = { path, ...flagAll, ...change };
  const context = { ...contextOf(true), tables: memoryTables() };
  const session = await catalogueValidator.open(config, context);
  const batch = objectBatch(rows);
  const { judge, flags, rejects } = listeningJudge(batch);
  session.check(batch, judge);
  return { flags: flags.map(({ index, code }) => `${index} ${code}`), rejects };
}

function catalogue(text: string, name = 'catalogue.csv'): string {
  const path = join(folder, name);
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
  return path;
}

const usual =
  'Track ISRC;UPC Code;Title\nDE-A12-26-00001;036000291452;One\nDEA122600002;4006381333931;Two\nDEA122600003;;Three\n';

test('what the catalogue has passes, in any spelling of either', async () => {
  const rows = [
    { isrc: 'DEA122600001', upc: '036000291452' },
    { isrc: 'DEA122600001', upc: '0036000291452' },
    { isrc: 'DEA122600003', upc: '4006381333931' },
    { isrc: undefined, upc: undefined },
  ];
  expect(await judged(catalogue(usual), rows)).toEqual({ flags: [], rejects: [] });
});

test('what it does not have is told apart: recording, release, the two together', async () => {
  const rows = [
    { isrc: 'DEA122699999', upc: '036000291452' },
    { isrc: 'DEA122600001', upc: '012345678905' },
    { isrc: 'DEA122600001', upc: '4006381333931' },
  ];
  expect((await judged(catalogue(usual), rows)).flags).toEqual([
    '0 CATALOGUE_ISRC_UNKNOWN',
    '1 CATALOGUE_UPC_UNKNOWN',
    '2 CATALOGUE_PAIR_UNKNOWN',
  ]);
});

test('each policy is its own', async () => {
  const rows = [{ isrc: 'DEA122699999', upc: '012345678905' }];
  const path = catalogue(usual);
  expect(await judged(path, rows, { unknownIsrc: 'off', unknownUpc: 'off' })).toEqual({
    flags: [],
    rejects: [],
  });
  const { rejects } = await judged(path, rows, { unknownUpc: 'reject' });
  expect(rejects).toMatchObject([{ code: 'CATALOGUE_UPC_UNKNOWN', field: 'upc' }]);
});

test('a directory of files, plain and packed, is one catalogue', async () => {
  mkdirSync(join(folder, 'all'));
  catalogue('isrc,upc\nDEA122600001,036000291452\n', 'all/a.csv');
  catalogue('ISRC\tEAN\nDEA122600002\t4006381333931\n', 'all/b.tsv.gz');
  writeFileSync(join(folder, 'all', 'notes.md'), 'no table');
  const rows = [
    { isrc: 'DEA122600001', upc: '036000291452' },
    { isrc: 'DEA122600002', upc: '4006381333931' },
  ];
  expect((await judged(join(folder, 'all'), rows)).flags).toEqual([]);
});

test.each([
  ['isrc,upc\nDEA122600001,036000291452\nnonsense,1\n', 'line 3: "nonsense" is no ISRC (not twelve characters)'],
  ['code,upc\n', 'line 1: there is no column isrc or isrc code'],
  ['', 'line 1: the file is empty'],
  ['isrc,upc\nDEA122600001,"0360\n', 'line 2: a quote is opened and not closed'],
])('a file that is no catalogue (%j) is told with its path and line', async (text, message) => {
  const path = catalogue(text);
  const error = await judged(path, []).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'CATALOGUE_INVALID', details: { file: path } });
  expect(String(error)).toContain(`${path}, ${message}`);
});

test('bytes that are not UTF-8 and paths that are not there are told too', async () => {
  const path = join(folder, 'bad.csv');
  writeFileSync(path, Buffer.from([0x69, 0x73, 0x72, 0x63, 0x0a, 0xff, 0xfe]));
  await expect(judged(path, [])).rejects.toThrow('not UTF-8');
  await expect(judged(join(folder, 'none.csv'), [])).rejects.toThrow('ENOENT');
});

test('without policies about UPCs a list of ISRCs will do', async () => {
  const off = { unknownUpc: 'off', mismatch: 'off' } as const;
  const { flags } = await judged(catalogue('ISRC\nDEA122600001\n'), [{ isrc: 'DEA122600002' }], off);
  expect(flags).toEqual(['0 CATALOGUE_ISRC_UNKNOWN']);
});
