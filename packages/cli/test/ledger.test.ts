import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateCatalogue, generateSalesFile } from '@ledgerline/connector-spotify/mock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { main } from '../src/main.ts';
import { fakeHost } from './samples.ts';

let folder = '';
const report = 'spotify/my-label/sales/2026-03/streaming-all';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledgerline-books-'));
  mkdirSync(join(folder, 'files'));
  const catalogue = generateCatalogue({ seed: 7, tracks: 20 });
  const { name, bytes } = generateSalesFile({
    period: '2026-03',
    rows: 40,
    seed: 7,
    catalogue,
    currencies: ['EUR', 'USD'],
  });
  const bad = 'DE\tpremium\turi\t\t\tZZLGR2600001\tTitle\tArtist\tComposer\tAlbum\t12\tLabel\t1.234,56\tEUR\n';
  writeFileSync(join(folder, 'files', name), Buffer.concat([bytes, Buffer.from(bad)]));
  writeFileSync(
    join(folder, 'ledgerline.yaml'),
    JSON.stringify({
      sinks: { lake: { use: 'filesystem', path: './lake' } },
      pipelines: {
        sales: {
          ...{ connector: 'spotify', feeds: ['sales'], accounts: ['my-label'], since: '2026-03', until: '2026-03' },
          config: { sales: { drop: { kind: 'directory', path: './files' } } },
        },
      },
    }),
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function cli(...words: readonly string[]) {
  const { host, written } = fakeHost({ env: {} });
  return { code: await main([...words, '--config', join(folder, 'ledgerline.yaml')], host), ...written };
}

test('what is held is shown, accepted by name, committed by the next run and found to agree', async () => {
  expect((await cli('run', '--quiet')).code).toBe(1);
  const before = await cli('status');
  expect(before.code).toBe(1);
  expect(before.out).toContain('spotify  my-label  sales  H');
  expect(before.out).toContain('REJECT_BUDGET: 1 of 41 rows were rejected');
  expect(before.out).toContain(`\`ledgerline accept ${report} --why …\``);

  const accepted = await cli('accept', report, '--why', 'one row, told the label', '--who', 'an operator');
  expect(accepted.code).toBe(0);
  expect(accepted.out).toMatch(
    /^accepted {2}spotify\/my-label\/sales\/2026-03\/streaming-all\n {2}revision [0-9a-f]{64}\n/,
  );
  expect(accepted.out).toContain('by an operator: one row, told the label');
  expect((await cli('status')).out).toContain('Accepted by an operator: the next run commits it.');

  const run = await cli('run');
  expect(run.code).toBe(0);
  expect(run.out).toContain('accepted by an operator: one row, told the label');
  expect(await cli('status', '--quiet')).toEqual({ code: 0, out: '', err: '' });
  const reconciled = await cli('reconcile');
  expect(reconciled.code).toBe(0);
  expect(reconciled.out).toContain('ledger, files and claims agree: 1 report, 40 rows parsed again');
  const total = await cli('explain-total', 'spotify', '2026-03', '--currency', 'EUR');
  expect(total.code).toBe(0);
  expect(total.out).toMatch(/less rejected AMOUNT_NOT_DECIMAL +-1 +-12 +0\n= in the lake/);
  expect(total.out).toContain('adds up');
  expect(JSON.parse((await cli('status', '--json')).out)).toMatchObject({
    exitCode: 0,
    feeds: [
      { feed: 'sales', cells: [{ state: 'present', reports: [{ acceptedBy: 'an operator', provenance: 'api' }] }] },
    ],
  });
});

test('reconcile ends with 1 and names the file and the cell', async () => {
  await cli('run', '--quiet');
  await cli('accept', report, '--why', 'known');
  await cli('run', '--quiet');
  const [file] = JSON.parse((await cli('lake', 'files', '--json')).out).files;
  const text = readFileSync(file.absolutePath, 'utf8');
  writeFileSync(file.absolutePath, text.slice(text.indexOf('\n') + 1));
  const { code, out } = await cli('reconcile', report, '--period', '2026-03');
  expect(code).toBe(1);
  expect(out).toContain(`differs   ${report}`);
  expect(out).toContain(`FILE_LENGTH  ${file.path}`);
  expect(out).toMatch(/row count of [A-Z]{2}, 2026-03, \w+, (EUR|USD): ledger \d+, files \d+, difference -1\n/);
  expect(out).toContain('1 report does not agree');
  const found = JSON.parse((await cli('reconcile', '--json')).out);
  expect(found).toMatchObject({
    exitCode: 1,
    differing: 1,
    found: [{ agrees: false, problems: [{ path: file.path }] }],
  });
});

test('what is not there is refused with what to do next', async () => {
  const none = await cli('accept', report, '--why', 'known');
  expect([none.code, none.err]).toEqual([2, expect.stringContaining('error REPORT_NOT_HELD')]);
  expect(await cli('accept', report, '--why', ' ')).toMatchObject({
    code: 2,
    err: expect.stringContaining('WHY_MISSING'),
  });
  expect((await cli('accept', report)).code).toBe(2);
  expect(await cli('reconcile', report)).toMatchObject({ code: 2, err: expect.stringContaining('REPORT_UNKNOWN') });
  expect(await cli('reconcile', '--period', 'March')).toMatchObject({ code: 2 });
  expect((await cli('explain-total', 'spotify', '2026-03')).out).toBe('nothing of spotify is committed for 2026-03\n');
  expect((await cli('status')).out).toBe('nothing is committed, and nothing is known to be due\n');
});
