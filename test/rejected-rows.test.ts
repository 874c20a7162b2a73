import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from './run-command.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const section =
  readFileSync(join(root, 'README.md'), 'utf8')
    .split(/^## /m)
    .find((text) => text.startsWith('When rows are rejected')) ?? '';
const report = 'spotify/my-label/sales/2026-03/streaming-all';
let folder = '';

/** The commands of the section, without what starts them, comments and the path of the config. */
const commands = (/```sh\n([\s\S]*?)```/.exec(section)?.[1] ?? '')
  .trim()
  .split('\n')
  .map((line) => line.replace('npm run ledgerline -- -c path/to/ledgerline.yaml ', '').replace(/\s+#.*$/, ''));

function ledgerline(...words: readonly string[]) {
  return runCommand({ folder }, ...words);
}

/** A command of the section with an id in its place. */
function ofReadme(beginning: string, id = '') {
  const command = commands.find((line) => line.startsWith(beginning)) ?? '';
  const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(
    ([, quoted, bare = '']) => quoted ?? (bare === 'ID' ? id : bare),
  );
  return ledgerline(...words);
}

interface Letter {
  readonly id: string;
  readonly stage: string;
}

function letters(...options: readonly string[]): readonly Letter[] {
  return JSON.parse(ledgerline('dlq', 'list', '--json', ...options).output).deadLetters;
}

function configured(change: (text: string) => string): void {
  const file = join(folder, 'ledgerline.yaml');
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledgerline-rejected-'));
  cpSync(join(root, 'examples/readme/rejected-rows.yaml'), join(folder, 'ledgerline.yaml'));
  cpSync(join(root, 'test/fixtures/spotify-files'), join(folder, 'spotify-files'), { recursive: true });
  writeFileSync(join(folder, 'catalogue.csv'), 'ISRC,UPC\nDEZZ12600001,036000291452\n');
  writeFileSync(join(folder, 'rates.csv'), 'month,currency,rate\n2026-03,EUR,1.0845\n2026-03,GBP,1.27\n');
  const file = join(folder, 'spotify-files', 'paperboats-track-for-streaming-202603.txt');
  // The second of four rows loses its ISRC; the fourth has an amount that is no decimal.
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^(GB\tfree.*)DEZZ12600001/m, '$1DEZZ1260000X'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the section names every command of this test', () => {
  expect(commands.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
    'dlq list',
    'dlq show',
    'dlq replay',
    'dlq discard',
    'run --again',
  ]);
});

test('rows are rejected, shown, replayed, discarded and read again, and the lake adds up after each', {
  timeout: 120_000,
}, () => {
  expect(ledgerline('run', '--quiet').code).toBe(0);
  const listed = ofReadme('dlq list');
  expect([listed.code, listed.output]).toEqual([0, expect.stringContaining('2 rejected rows')]);
  const [unnamed, unread] = letters();
  expect([unnamed?.stage, unread?.stage]).toEqual(['validate', 'map']);
  expect(letters('--stage', 'map', '--code', 'AMOUNT_NOT_DECIMAL', '--report', report)).toEqual([unread]);
  expect(letters('--dsp', 'apple')).toEqual([]);

  const shown = ofReadme('dlq show', unnamed?.id).output;
  for (const text of ['line 5 of paperboats', 'ISRC_INVALID', 'DEZZ1260000X\\tKleines Boot', 'next: '])
    expect(shown).toContain(text);

  expect(ofReadme('dlq replay')).toMatchObject({ code: 0, output: expect.stringContaining('unchanged') });
  configured((text) => text.replace('identifiers: strict', 'identifiers: flag'));
  expect(ofReadme('dlq replay').output).toContain('1 row accepted · 1 dead letter still open');
  expect(ofReadme('dlq replay').output).toContain('0 rows accepted · 1 dead letter still open');
  expect(letters()).toEqual([unread]);

  expect(ofReadme('dlq discard', unread?.id)).toMatchObject({
    code: 0,
    output: expect.stringContaining('1 dead letter discarded'),
  });
  expect([letters(), letters('--all').length]).toEqual([[], 2]);
  expect(ledgerline('dlq', 'show', unread?.id ?? '').output).toContain('a test row, says the DSP');

  const verified = JSON.parse(ledgerline('lake', 'verify', '--json').output);
  expect(verified).toMatchObject({ exitCode: 0, problems: 0 });

  expect(ofReadme('run --again').code).toBe(0);
  expect(letters()).toEqual([unread]);
  expect(ledgerline('lake', 'verify').code).toBe(0);
});

test('amounts in US dollars stand beside the original ones, exact to the last digit', () => {
  const { files } = JSON.parse(ledgerline('lake', 'files', '--json').output);
  const rows = files.flatMap(({ absolutePath }: { absolutePath: string }) =>
    readFileSync(absolutePath, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  );
  const march = rows.filter(({ period }: { period: string }) => period === '2026-03');
  expect(march.map(({ amount, amountUsd }: Record<string, string>) => [amount, amountUsd]).sort()).toEqual([
    ['0.000000000007', '0.00000000000889'],
    ['0.41', '0.444645'],
    ['2.40', '3.0480'],
  ]);
});

test('what cannot be done is refused with its code and a next step', () => {
  for (const words of [
    ['dlq', 'show', 'no-such-letter'],
    ['dlq', 'discard', 'no-such-letter', '--why', 'x'],
    ['run', '--again', 'spotify/my-label/sales/1999-01/-'],
  ])
    expect(ledgerline(...words)).toMatchObject({ code: 2, errors: expect.stringMatching(/_UNKNOWN[\s\S]*next: /) });
  expect(ledgerline('dlq', 'discard', 'x').code).toBe(2);
  configured((text) => text.replace('./catalogue.csv', './rates.csv'));
  const bad = ledgerline('run', '--again', report);
  expect([bad.code, bad.output]).toEqual([2, expect.stringMatching(/rates\.csv, line 1: there is no column isrc/)]);
});

test('money over budget holds a report and says by how much', () => {
  configured((text) =>
    text
      .replace('./rates.csv, unknownIsrc', './catalogue.csv, unknownIsrc')
      .replace(/rejectedRatio.*\}/, 'rejectedRatio: 1, rejectedUnitsRatio: 0.01 }'),
  );
  const { code, output } = ledgerline('run', '--again', report);
  expect(code).toBe(1);
  expect(output).toContain('rows of 12 of 747 units were rejected, the budget allows a share of 0.01');
});

test('a held report is named with the rows it has rejected, and its story has their lines', () => {
  const file = join(folder, 'spotify-files', 'paperboats-track-for-streaming-202603.txt');
  writeFileSync(file, readFileSync(file, 'utf8').replace('2.40', '2.50'));
  expect(ledgerline('run', '--quiet').code).toBe(1);
  const listed = ledgerline('dlq', 'list');
  expect([listed.code, listed.output]).toEqual([
    0,
    expect.stringContaining(`held: ${report} is not committed, so its rejected rows (1) are no dead letters`),
  ]);
  const { held } = JSON.parse(ledgerline('dlq', 'list', '--json', '--period', '2026-03').output);
  expect(held).toMatchObject([{ verdict: 'held', rejected: 1 }]);
  expect(ledgerline('dlq', 'list', '--dsp', 'apple').output).toBe('no rejected rows\n');
  expect(ledgerline('audit', 'show', report).output).toMatch(/1 row for AMOUNT_NOT_DECIMAL in amount \(line 7\)/);
});
