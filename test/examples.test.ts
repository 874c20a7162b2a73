import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSilentLogger, createSystemClock } from '@ledgerline/core/runtime';
import { serve } from '@ledgerline/fakes';
import { describeSink, describeValidator } from '@ledgerline/testkit';
import { HttpResponse, http } from 'msw';
import { afterAll, beforeAll, expect, test } from 'vitest';
import folderSink from '../examples/custom-sink/folder-sink.ts';
import contractTerms from '../examples/custom-validator/contract-terms.ts';
import { runBeside } from './run-command.ts';

const examples = fileURLToPath(new URL('../examples/', import.meta.url));
const csv = [
  'ISRC,Country,Plays,Royalty,Currency',
  'ZZFAK2600001,DE,12,0.048,EUR',
  'ZZFAK2600002,NA,many,0.004,EUR',
  'ZZFAK2600003,JP,3,18,JPY',
].join('\n');
const wrong = http.get('*', () => new HttpResponse(null, { status: 401 }));
const authorised =
  (answer: () => Response) =>
  ({ request }: { request: Request }) =>
    request.headers.get('authorization') === 'Bearer not-a-real-token' ? answer() : undefined;
const handlers = [
  http.get(
    '*/months',
    authorised(() => HttpResponse.json(['2026-01', '2026-02'])),
  ),
  http.get(
    '*/:file',
    authorised(() => HttpResponse.text(`${csv}\n`)),
  ),
  wrong,
];

let folder = '';
let served: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ledgerline-examples-'));
  served = await serve(handlers);
});
afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true });
});

/** Runs the configuration of an example as it stands, but for the places that it reads from and writes to. */
async function runExample(name: string) {
  const home = join(examples, name);
  const text = readFileSync(join(home, 'ledgerline.yaml'), 'utf8').replaceAll(
    /(use|connector): (\.\.?\/)/g,
    `$1: ${home}/$2`,
  );
  mkdirSync(join(folder, name));
  const file = join(folder, name, 'ledgerline.yaml');
  writeFileSync(file, `${text}    budget: { rejectedRatio: 1 }\n`);
  const env = { HELLO_URL: served.origin, HELLO_TOKEN: 'not-a-real-token' };
  const run = await runBeside({ folder, env }, '-c', file, '--quiet', 'run', '--json');
  expect(run).toMatchObject({ code: 0, errors: '' });
  return JSON.parse(run.output);
}

test('hello-connector lists months, reads them and keeps what it cannot read as dead letters', async () => {
  const { totals } = await runExample('hello-connector');
  expect(totals).toMatchObject({ accepted: 4, rejected: 2, amounts: { EUR: '0.096', JPY: '36' } });
});

test('custom-sink takes a real run: a folder for each revision, and nothing left in staging', async () => {
  const { totals } = await runExample('custom-sink');
  expect(totals).toMatchObject({ accepted: 4, rejected: 2 });
  const home = join(folder, 'custom-sink', 'reports-by-folder');
  const reports = readdirSync(join(home, 'reports'));
  expect(reports).toHaveLength(2);
  for (const report of reports) {
    const [rows] = readdirSync(join(home, 'reports', report, '1')).sort();
    expect(rows).toMatch(/^DE-2026-0[12]\.ndjson$/);
  }
  expect(readdirSync(join(home, 'staging'))).toEqual([]);
});

test('custom-validator runs beside the built-in ones', async () => {
  const { totals } = await runExample('custom-validator');
  expect(totals).toMatchObject({ accepted: 4, rejected: 2 });
});

describeSink({
  name: 'examples/custom-sink',
  storage() {
    const path = mkdtempSync(join(tmpdir(), 'ledgerline-folders-'));
    return {
      open: () => folderSink.open({ path }, { clock: createSystemClock(), log: createSilentLogger() }),
      close: () => rmSync(path, { recursive: true }),
    };
  },
});

const row = { saleType: 'stream', units: '3', territory: 'DE', period: '2026-03', isrc: 'ZZFAK2600001' };

describeValidator({
  validator: contractTerms,
  config: { saleTypes: ['stream', 'download'], maxUnits: 100 },
  rows: [
    { row },
    { row: { ...row, saleType: 'ringtone' }, rejected: 'SALE_TYPE_NOT_IN_CONTRACT' },
    { row: { ...row, units: '101' } },
    { row: { ...row, saleType: 'download' } },
  ],
});
