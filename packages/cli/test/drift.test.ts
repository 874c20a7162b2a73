import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateCatalogue, generateSalesFile } from '@ledgerline/connector-spotify/mock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { main } from '../src/main.ts';
import { fakeHost } from './samples.ts';

let folder = '';
const report = 'spotify/my-label/sales/2026-05/streaming-all';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledgerline-drift-'));
  mkdirSync(join(folder, 'files'));
  const catalogue = generateCatalogue({ seed: 7, tracks: 20 });
  const salesOf = (period: string) => generateSalesFile({ period, rows: 400, seed: 7, catalogue, currencies: ['EUR'] });
  for (const month of ['01', '02', '03', '04', '05']) {
    const { name, bytes } = salesOf(`2026-${month}`);
    const text = month === '05' ? inMicros(Buffer.from(bytes).toString()) : Buffer.from(bytes);
    writeFileSync(join(folder, 'files', name), text);
  }
  writeFileSync(
    join(folder, 'ledgerline.yaml'),
    JSON.stringify({
      sinks: { lake: { use: 'filesystem', path: './lake' } },
      pipelines: {
        sales: {
          ...{ connector: 'spotify', feeds: ['sales'], accounts: ['my-label'], since: '2026-01', until: '2026-05' },
          ...{ validators: ['schema', 'identifiers', 'drift'], concurrency: 1 },
          config: { sales: { drop: { kind: 'directory', path: './files' } } },
        },
      },
    }),
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The money column, which is the last but one, a million times as much. */
function inMicros(text: string): string {
  const lines = text.split('\n');
  return lines
    .map((line, at) => {
      const cells = line.split('\t');
      const money = cells.at(-2) ?? '';
      if (at === 0 || !/^-?\d+(\.\d+)?$/.test(money)) return line;
      const [whole = '', part = ''] = money.split('.');
      const digits = `${whole}${part.padEnd(6, '0').slice(0, 6)}`.replace(/^(-?)0+(?=\d)/, '$1');
      const rest = part.slice(6);
      return [...cells.slice(0, -2), rest === '' ? digits : `${digits}.${rest}`, cells.at(-1)].join('\t');
    })
    .join('\n');
}

async function cli(...words: readonly string[]) {
  const { host, written } = fakeHost({ env: {} });
  return { code: await main([...words, '--config', join(folder, 'ledgerline.yaml')], host), ...written };
}

test('a report in other units is held, listed, explained, accepted and committed', async () => {
  expect((await cli('drift', 'list')).out).toBe('drift found nothing that is on record\n');
  const run = await cli('run');
  expect(run.code).toBe(1);
  expect(run.out).toContain('DRIFT_UNIT_JUMP');

  const listed = await cli('drift', 'list', '--report', report, '--json');
  const [finding] = JSON.parse(listed.out).findings;
  expect(finding).toMatchObject({
    report,
    pipeline: 'sales',
    rule: 'unit-jump',
    severity: 'error',
    isCommitted: false,
  });
  const text = await cli('drift', 'list', '--pipeline', 'sales');
  expect(text.out).toContain(`${finding.id}  ${report}  not committed  stops`);
  expect((await cli('drift', 'list', '--pipeline', 'other')).out).toContain('nothing');

  const explained = await cli('drift', 'explain', finding.id.slice(0, 8));
  expect(explained.code).toBe(0);
  expect(explained.out).toContain('2026-01, 2026-02, 2026-03, 2026-04');
  expect(explained.out).toMatch(/expected {2}about \S+ a unit/);
  expect(explained.out).toMatch(/came {6}about \S+ a unit/);
  expect(explained.out).toContain(`\`ledgerline drift accept ${finding.id} --why TEXT\`, then \`ledgerline run\``);

  const accepted = await cli('drift', 'accept', finding.id, '--why', 'now in micros', '--who', 'an operator');
  expect(accepted.code).toBe(0);
  expect(accepted.out).toContain('by an operator: now in micros');
  const runs = join(folder, '.ledgerline', 'runs');
  const trails = readdirSync(runs).map((name) => readFileSync(join(runs, name, 'audit.ndjson'), 'utf8'));
  expect(trails.some((trail) => trail.includes('"drift.accepted"') && trail.includes('now in micros'))).toBe(true);

  const again = await cli('run');
  expect([again.code, again.out]).toEqual([0, expect.stringContaining('Accepted by an operator: now in micros.')]);
  const after = await cli('drift', 'explain', finding.id);
  expect(after.out).toContain('the report is committed with it');
  expect(after.out).toContain('by an operator at ');
});

test('a finding that nobody knows is a wrong command line', async () => {
  const { code, err } = await cli('drift', 'explain', '0123456789ab');
  expect(code).toBe(2);
  expect(err).toContain('is no finding on record');
  expect((await cli('drift', 'accept', '0123456789ab', '--why', '')).code).toBe(2);
});

test('help shows an example of every drift command', async () => {
  for (const name of ['list', 'explain', 'accept']) {
    const { host, written } = fakeHost({ env: {} });
    await main(['drift', name, '--help'], host);
    expect(written.out).toContain(`ledgerline drift ${name}`);
  }
});
