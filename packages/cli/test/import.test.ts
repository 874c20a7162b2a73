import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { main } from '../src/main.ts';
import { fakeHost } from './samples.ts';

const yaml = `sinks: { lake: { use: filesystem, path: ./lake, format: csv, compress: none } }
pipelines:
  spotify-sales:
    connector: spotify
    accounts: [my-label]
    feeds: [sales]
    config: { sales: { drop: { kind: directory, path: ./inbox } } }
    budget: { rejectedRows: 1, rejectedRatio: 0.6 }
    since: 2026-01
`;
const header = 'Country\tProduct\tURI\tUPC\tEAN\tISRC\tTrack name\tArtist name\tQuantity\tPayable\tPayable currency';
const row = (amount: string, isrc = 'DEZZ12600001') =>
  `DE\tpremium\tspotify:track:1\t036000291452\t\t${isrc}\tSong\tArt\t10\t${amount}\tEUR`;
const sales = (...rows: readonly string[]) =>
  `${['format\tversion\tperiod', '1\t1\t202603', header, ...rows].join('\n')}\n`;

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledgerline-import-'));
  file = join(folder, 'label-track-for-streaming-202603.txt');
  await writeFile(join(folder, 'ledgerline.yaml'), yaml);
  await writeFile(file, sales(row('0.0304'), row('0.5')));
});
afterEach(() => rm(folder, { recursive: true }));

async function cli(words: readonly string[], answers?: readonly string[]) {
  const { host, written } = fakeHost();
  const asked: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    return answers?.[asked.length - 1] ?? '';
  };
  const code = await main(
    [...words, '-c', join(folder, 'ledgerline.yaml')],
    answers === undefined ? host : { ...host, ask },
  );
  return { code, asked, ...written };
}

const files = async () => (await cli(['lake', 'files'])).out.trim();

test('without a terminal and without --yes the file is only shown, with code 6', async () => {
  const { code, out } = await cli(['import', file, '--as', 'spotify/sales']);
  expect(code).toBe(6);
  expect(out).toContain('read as spotify/sales');
  expect(out).toContain('cells by tab, header in line 3; decimals by .');
  expect(out).toContain('spotify/my-label/sales/2026-03/streaming-all: would be committed');
  expect(out).toMatch(/DE +EUR +2 +20 +0\.5304/);
  expect(out).toContain('DEZZ12600001 · Song · DE · 2026-03 · stream · 10 units · 0.0304 EUR');
  expect(out).toContain('with --yes to commit into lake by the rules of spotify-sales, account my-label');
  expect(await files()).toBe('');
});

test('at a terminal it is committed after a yes, and not after anything else', async () => {
  expect(await cli(['import', file, '--as', 'spotify/sales'], ['no'])).toMatchObject({
    code: 6,
    asked: ['Commit this? [y/N] '],
  });
  expect(await files()).toBe('');
  expect(await cli(['import', file, '--as', 'spotify/sales'], ['y'])).toMatchObject({ code: 0 });
  expect(await files()).toContain('territory=DE');
});

test('--yes commits, the ledger says that it came from a file, and a second time there is nothing to do', async () => {
  const { code, out } = await cli(['import', file, '--as', 'spotify/sales', '--yes', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    exitCode: 0,
    files: [{ found: { dialect: { headerLine: 3 }, marks: { decimal: '.' } } }],
    preview: { reports: [{ totals: [{ territory: 'DE', currency: 'EUR', amount: '0.5304' }], items: [{}, {}] }] },
    outcomes: [{ effect: 'committed' }],
  });
  const again = await cli(['import', file, '--as', 'spotify/sales', '--yes']);
  expect([again.code, again.out]).toEqual([0, expect.stringContaining('Nothing to do')]);
});

test('the preview of a correction says what it would supersede; the file it superseded comes back only with --again', async () => {
  await cli(['import', file, '--as', 'spotify/sales', '--yes']);
  const first = await readFile(file);
  await writeFile(file, sales(row('0.75')));
  const { code, out } = await cli(['import', file, '--as', 'spotify/sales', '--dry-run']);
  expect([code, out]).toEqual([
    0,
    expect.stringMatching(/supersedes revision [0-9a-f]{12} of .* \(file\), whose 2 rows would no longer count/),
  ]);
  await cli(['import', file, '--as', 'spotify/sales', '--yes']);
  await writeFile(file, first);
  expect((await cli(['import', file, '--as', 'spotify/sales', '--yes'])).out).toContain(
    'superseded since; --again takes it all the same',
  );
  expect((await cli(['import', file, '--as', 'spotify/sales', '--yes', '--again'])).out).toContain('EUR 0.5304');
});

test('rejected rows are shown with their reasons, and the budget of the pipeline holds', async () => {
  await writeFile(file, sales(row('0.5'), row('0.5', 'NONSENSE')));
  const fits = await cli(['import', file, '--as', 'spotify/sales', '--dry-run']);
  expect([fits.code, fits.out]).toEqual([0, expect.stringContaining('rejected: line 5: ISRC_INVALID')]);
  await writeFile(file, sales(row('0.5'), row('0.5', 'NONSENSE'), row('0.5', 'NONSENSE')));
  const over = await cli(['import', file, '--as', 'spotify/sales', '--yes']);
  expect([over.code, over.out]).toEqual([1, expect.stringContaining('REJECT_BUDGET')]);
  expect(await files()).toBe('');
});

test('a file of another kind ends with 1, says what it looks like, and keeps every other file back', async () => {
  const other = join(folder, 'statement.csv');
  await writeFile(other, 'UPC,ISRC,UNITS,AMOUNT\n,DEZZ12600001,1,0.5\n');
  const { code, out } = await cli(['import', file, other, '--as', 'spotify/sales', '--yes']);
  expect(code).toBe(1);
  expect(out).toMatch(/PRESET_MISMATCH: .*looks like amazon\/statements: import it with --as amazon\/statements/);
  expect(await files()).toBe('');
});

test('a file of the lake says itself whose report it is', async () => {
  await cli(['import', file, '--as', 'spotify/sales', '--yes']);
  const [part = ''] = (await files()).split('\n');
  const before = await readFile(part, 'utf8');
  const copy = join(folder, 'copy.csv');
  await writeFile(copy, before);
  expect((await cli(['import', copy, '--as', 'ledgerline/csv', '--yes'])).code).toBe(0);
  const [imported = ''] = (await files()).split('\n');
  expect(await readFile(imported, 'utf8')).toBe(before);
});

test('the template is read by the standard under any pipeline that is named', async () => {
  const { out, code } = await cli(['import', '--template']);
  expect(code).toBe(0);
  const filled = join(folder, 'deezer-2026-03.csv');
  await writeFile(filled, `${out}DEZZ12600001,,,Song,Art,DE,,stream,,10,0.5,EUR\n`);
  const words = ['import', filled, '--as', 'deezer/sales', '--preset', 'ledgerline/standard', '--yes'];
  expect(await cli(words)).toMatchObject({
    code: 2,
    err: expect.stringContaining('Name one with --pipeline: spotify-sales'),
  });
  expect((await cli([...words, '--pipeline', 'spotify-sales'])).out).toContain('deezer/my-label/sales/2026-03/-');
});

test.each([
  [['import'], 'Name the file to import'],
  [['import', 'FILE'], '--as spotify/sales'],
  [['import', 'nowhere.csv', '--as', 'spotify/sales'], 'There is no file nowhere.csv'],
  [['import', 'FILE', '--as', 'spotify/sales', '--pipeline', 'x'], 'There is no pipeline "x"; there are spotify-sales'],
  [['import', 'FILE', '--as', 'spotify/sales', '--fact', 'EUR'], '--fact currency=EUR'],
])('%j is refused with code 2 and the next step', async (words, said) => {
  const { code, err } = await cli(words.map((word) => (word === 'FILE' ? file : word)));
  expect([code, err]).toEqual([2, expect.stringContaining(said)]);
});

test('help has examples and tells code 6', async () => {
  const { out } = await cli(['import', '--help']);
  expect(out).toContain('ledgerline import label-track-for-streaming-202603.txt --as spotify/sales');
  expect(out).toContain('ends with 6');
});
