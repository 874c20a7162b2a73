import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runBeside, runCommand } from './run-command.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledgerline-readme-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a label runs its own sales files from a folder, and the totals are those added up by hand', async () => {
  cpSync(join(root, 'test/fixtures/spotify-files'), join(folder, 'spotify-files'), { recursive: true });
  cpSync(join(root, 'examples/readme/sales-folder.yaml'), join(folder, 'ledgerline.yaml'));
  const plan = runCommand({ folder }, 'plan', '--json');
  expect(plan.code).toBe(0);
  const run = runCommand({ folder }, 'run', '--json');
  const summary = JSON.parse(run.output);
  const byPeriod = Object.fromEntries(
    summary.pipelines['spotify-sales'].outcomes.map((outcome: { report: { period: string } }) => [
      outcome.report.period,
      outcome,
    ]),
  );
  expect(byPeriod['2026-04']).toMatchObject({
    verdict: 'complete',
    effect: 'committed',
    accepted: 6,
    rejected: 0,
    units: '4657',
    amounts: { EUR: '6.144764190001', JPY: '18', USD: '0.352000' },
  });
  // One of four rows is no decimal: far over the default budget of one in a hundred, so a person decides.
  expect(byPeriod['2026-03']).toMatchObject({
    verdict: 'held',
    effect: 'none',
    code: 'REJECT_BUDGET',
    accepted: 3,
    rejected: 1,
  });
  expect(byPeriod['2026-03'].amounts).toEqual({ EUR: '0.41', GBP: '2.400000000007' });
  expect(run.code).toBe(1);
  expect(summary.pipelines['spotify-sales'].skipped.map(({ object }: { object: string }) => object).sort()).toEqual([
    'SOURCES.md',
    'paperboats-summary-202604.txt',
  ]);
  const again = JSON.parse(runCommand({ folder }, 'run', '--json').output);
  expect(again.totals.accepted).toBe(0);
});

test('the config in twenty lines passes validation', () => {
  cpSync(join(root, 'examples/readme/two-pipelines.yaml'), join(folder, 'two.yaml'));
  const validated = runCommand({ folder, env: { SPOTIFY_SECRET: 'long-enough-secret' } }, '-c', 'two.yaml', 'validate');
  expect(validated).toMatchObject({ code: 0 });
  const missing = runCommand({ folder }, '-c', 'two.yaml', 'validate');
  expect(missing.code).toBe(2);
  expect(missing.errors).toContain('CONFIG_ENV_MISSING');
});

test('the connector in thirty lines runs against a server', async () => {
  const csv = 'ISRC;Country;Streams;Royalty;Currency\nDEZZ12600001;DE;12;0.048;EUR\nDEZZ12600001;NA;1;0.004;EUR\n';
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization);
    if (request.url?.startsWith('/reports?')) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify([{ id: 'r1', month: '2026-03', etag: 'a', rows: 2 }]));
      return;
    }
    const body = gzipSync(csv);
    response.setHeader('content-length', body.length);
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const port = (server.address() as AddressInfo).port;
    const lines = [
      'sinks: { lake: { use: filesystem, path: ./lake-tonspur } }',
      'pipelines:',
      '  tonspur:',
      `    connector: ${join(root, 'examples/readme/connector.ts')}`,
      '    accounts: [my-label]',
      `    config: { baseUrl: 'http://127.0.0.1:${port}', token: not-a-real-token }`,
      '    since: 2026-01',
    ];
    writeFileSync(join(folder, 'tonspur.yaml'), `${lines.join('\n')}\n`);
    const run = await runBeside({ folder }, '-c', 'tonspur.yaml', '--quiet', 'run', '--json');
    expect(run).toMatchObject({ code: 0, errors: '' });
    expect(JSON.parse(run.output).totals).toMatchObject({ accepted: 2, units: '13', amounts: { EUR: '0.052' } });
    expect(new Set(seen)).toEqual(new Set(['Bearer not-a-real-token']));
  } finally {
    server.close();
  }
});
