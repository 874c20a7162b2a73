import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Clock } from '@ledgerline/core';
import {
  builtinValidators,
  createLedgerline,
  createSystemClock,
  type RunSummary,
  readConfig,
  resolvePlugins,
} from '@ledgerline/core/runtime';
import filesystem from '@ledgerline/sink-filesystem';
import { afterEach, beforeEach, expect, test } from 'vitest';
import tonspur from '../examples/readme/connector.ts';
import { runBeside } from './run-command.ts';

const connector = fileURLToPath(new URL('../examples/readme/connector.ts', import.meta.url));
const dayMs = 86_400_000;
const report = 'tonspur/my-label/sales/2026-03/-';
const rows = [
  ['DEZZ12600001', 'DE', '120', '0.4312'],
  ['DEZZ12600002', 'DE', '80', '0.2875'],
  ['DEZZ12600001', 'US', '990', '3.1101'],
];

/** A DSP on a loopback port; `answer` decides whether it is there. */
class Tonspur {
  answer: 'works' | 'gone' | 'broken' = 'works';
  royalties: readonly string[] = rows.map(([, , , royalty = '']) => royalty);
  readonly #server: Server;

  constructor() {
    this.#server = createServer(({ url = '' }, reply) => {
      if (this.answer !== 'works') return void reply.writeHead(this.answer === 'gone' ? 410 : 500).end();
      if (url.startsWith('/reports?')) {
        const listed = [{ id: 'm03', month: '2026-03', etag: this.royalties.join(), rows: rows.length }];
        return void reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(listed));
      }
      const lines = rows.map(([isrc, country, plays], at) =>
        [isrc, country, plays, this.royalties[at], 'EUR'].join(';'),
      );
      reply.end(gzipSync(`${['ISRC;Country;Plays;Royalty;Currency', ...lines].join('\n')}\n`));
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((done) => void this.#server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}

let folder = '';
let dsp: Tonspur;
/** Before now: the story begins forty days ago. */
let agoMs = 40 * dayMs;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ledgerline-down-'));
  dsp = new Tonspur();
  agoMs = 40 * dayMs;
  const yaml = `sinks: { lake: { use: filesystem, path: ./lake } }
pipelines:
  sales:
    connector: ${connector}
    accounts: [my-label]
    config: { baseUrl: '${await dsp.listen()}', token: a-token }
    since: 2026-03
    until: 2026-03
    policy:
      retry: { maxAttempts: 2, baseMs: 1, maxMs: 2 }
      retryAfter: { maxWaitMs: 5000 }
      breaker: { threshold: 2, openBaseMs: 600000, openMaxMs: 600000 }
    fallback:
      config: { drop: { kind: directory, path: ./uploads }, as: tonspur/sales }
`;
  writeFileSync(join(folder, 'ledgerline.yaml'), yaml);
});
afterEach(async () => {
  await dsp.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A run at that time; real requests, real files. */
async function run(): Promise<RunSummary> {
  const system = createSystemClock();
  const clock: Clock = { ...system, wall: () => system.wall() - agoMs };
  const config = await readConfig(join(folder, 'ledgerline.yaml'), { env: {} });
  const { default: file } = await import('@ledgerline/connector-file');
  const builtin = { connector: { [connector]: tonspur, file }, sink: { filesystem }, validator: builtinValidators };
  const plugins = await resolvePlugins(config, { builtin });
  const ledgerline = await createLedgerline({ config, plugins, clock });
  try {
    return await ledgerline.run();
  } finally {
    await ledgerline.close();
  }
}

async function ledgerline(...words: readonly string[]) {
  const { code, output, errors } = await runBeside({ folder }, ...words, '--json');
  expect(errors).toBe('');
  return { code, facts: JSON.parse(output) };
}

const sales = (summary: RunSummary) => summary.pipelines.sales;

test('an API that is down for a month is stood in for by a file, and held against it when it comes back', {
  timeout: 60_000,
}, async () => {
  dsp.answer = 'gone';
  expect(sales(await run())?.error).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', details: { status: 410 } });
  dsp.answer = 'broken';
  agoMs = 20 * dayMs;
  // Failures add up over runs until the breaker opens.
  let error = sales(await run())?.error;
  for (let tries = 0; tries < 5 && error?.code !== 'RATE_LIMITED'; tries += 1) error = sales(await run())?.error;
  // A breaker that an earlier run has opened stays open in this one.
  expect(error?.details.reason).toMatch(/^max-wait: (failures|imported)$/);

  const header = 'isrc,territory,sale_type,units,amount,currency';
  const lines = rows.map(([isrc, territory, units, amount]) =>
    [isrc, territory, 'stream', units, amount, 'EUR'].join(','),
  );
  writeFileSync(join(folder, 'export.csv'), `${[header, ...lines].join('\n')}\n`);
  const words = [
    'import',
    'export.csv',
    '--as',
    'tonspur/sales',
    '--preset',
    'ledgerline/standard',
    '--period',
    '2026-03',
  ];
  expect(await ledgerline(...words, '--dry-run')).toMatchObject({ code: 0 });
  expect(await ledgerline(...words, '--yes')).toMatchObject({
    code: 0,
    facts: { outcomes: [{ effect: 'committed' }] },
  });
  const cells = async () => (await ledgerline('status')).facts.feeds[0].cells;
  expect(await cells()).toMatchObject([{ state: 'present', reports: [{ verdict: 'complete', provenance: 'file' }] }]);
  const total = async () => (await ledgerline('explain-total', 'tonspur', '2026-03')).facts.totals[0].total;
  const before = await total();
  expect(before).toMatchObject({ rows: 3, amount: '3.8288' });

  dsp.answer = 'works';
  agoMs = 10 * dayMs;
  expect(sales(await run())?.outcomes).toMatchObject([{ effect: 'committed', equivalence: { verdict: 'equal' } }]);
  expect(await ledgerline('diff', report)).toMatchObject({ code: 0, facts: { equivalence: { verdict: 'equal' } } });
  expect(await cells()).toMatchObject([{ state: 'present', reports: [{ provenance: 'api', sequence: 2 }] }]);
  expect((await total()).amount).toBe(before.amount);
});

test('one altered row keeps the API’s report back: the difference is told to the row and the cent', {
  timeout: 60_000,
}, async () => {
  dsp.answer = 'gone';
  const header = 'isrc,territory,sale_type,units,amount,currency';
  const lines = rows.map(([isrc, territory, units, amount]) =>
    [isrc, territory, 'stream', units, amount, 'EUR'].join(','),
  );
  writeFileSync(join(folder, 'export-2026-03.csv'), `${[header, ...lines].join('\n')}\n`);
  const words = ['import', 'export-2026-03.csv', '--as', 'tonspur/sales', '--preset', 'ledgerline/standard', '--yes'];
  expect(await ledgerline(...words)).toMatchObject({ code: 0 });

  dsp.answer = 'works';
  dsp.royalties = ['0.4312', '0.2975', '3.1101'];
  expect(sales(await run())?.outcomes).toMatchObject([{ verdict: 'held', effect: 'none', code: 'SOURCES_DIFFER' }]);
  expect(await ledgerline('status')).toMatchObject({
    code: 1,
    facts: { feeds: [{ cells: [{ state: 'held', reports: [{ provenance: 'file' }] }] }] },
  });
  const { code, output } = await runBeside({ folder }, 'diff', report);
  expect(code).toBe(1);
  expect(output).toContain(
    'DEZZ12600002 DE 2026-03 stream EUR: file line 3, 80 units, 0.2875; DSP line 3, 80 units, 0.2975; -0.01 EUR',
  );
  expect(output).toContain(`ledgerline accept ${report}`);
  expect((await runBeside({ folder }, 'accept', report, '--why', 'the DSP corrected a row')).code).toBe(0);
  expect(sales(await run())?.outcomes).toMatchObject([{ effect: 'committed', amounts: { EUR: '3.8388' } }]);
});
