import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { generateDsrMessage, generateStatement } from '@ledgerline/connector-amazon/mock';
import { expect, onTestFinished, test } from 'vitest';
import { runCommand } from './run-command.ts';

const config = `sinks: { lake: { use: filesystem, path: ./lake } }
pipelines:
  amazon:
    connector: amazon
    accounts: [lantern-row]
    since: 2026-07
    until: 2026-07
    config:
      drop: { kind: directory, path: ./amazon-files }
      vendor: LANTR
      currencies:
        - { territory: DE, currency: EUR }
        - { territory: JP, currency: JPY }
`;

/** A folder as a label keeps it: tiers, two currencies, returns and albums, zips of one and of three members, and a DSR message. */
function labelFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'ledgerline-amazon-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const put = (path: string, bytes: Uint8Array | string): void => {
    const file = join(folder, 'amazon-files', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  };
  const statements = [
    generateStatement({ rows: 300, returnEvery: 20, albumEvery: 15 }),
    generateStatement({ rows: 200, service: 'Unlimited', members: 3, seed: 2 }),
    generateStatement({ rows: 80, territory: 'JP', currency: 'JPY', service: 'Unlimited Family', returnEvery: 9 }),
  ];
  for (const { path, bytes } of statements) put(path, bytes);
  const message = generateDsrMessage({ files: 2, blocks: 12, gzip: true, folder: 'dsr/' });
  for (const { path, bytes } of message.files) put(path, bytes);
  writeFileSync(join(folder, 'ledgerline.yaml'), config);
  return { folder, put, statements, message };
}

interface Item {
  readonly saleType: string;
  readonly tier: string;
  readonly currency?: string;
  readonly territory: string;
}

function itemsOf(folder: string): readonly Item[] {
  const files = runCommand({ folder }, 'lake', 'files').output.trim().split('\n');
  return files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line): Item => JSON.parse(line)),
  );
}

test('the command reads a folder of zipped Amazon statements and DSR messages to the last cent', {
  timeout: 60_000,
}, () => {
  const { folder, put, statements, message } = labelFolder();
  const ran = runCommand({ folder }, 'run', '--json');
  expect(ran.code).toBe(0);
  const { outcomes } = JSON.parse(ran.output).pipelines.amazon;
  const seen = new Map<string, object>(
    outcomes.map(({ object, amounts, units, accepted }: Record<string, string>) => [
      object,
      { amounts, units, rows: accepted },
    ]),
  );
  for (const { path, totals } of statements) {
    const { amounts, units, rows } = totals;
    expect(seen.get(path)).toEqual({ amounts, units, rows });
  }
  expect(seen.get(message.files[0]?.path ?? '')).toEqual({ amounts: {}, ...message.totals });

  const items = itemsOf(folder);
  expect(items).toHaveLength(300 + 200 + 80 + message.totals.rows);
  const returns = statements.reduce((sum, { totals }) => sum + totals.returns, 0);
  expect(items.filter(({ saleType }) => saleType.endsWith('return'))).toHaveLength(returns);
  expect(new Set(items.map(({ territory, tier, currency = '-' }) => `${territory} ${tier} ${currency}`))).toEqual(
    new Set(['DE Prime EUR', 'DE Unlimited EUR', 'JP Unlimited Family JPY', 'GB unlimited -']),
  );

  const again = JSON.parse(runCommand({ folder }, 'run', '--json').output);
  expect(again.pipelines.amazon.outcomes.filter(({ effect }: { effect: string }) => effect === 'committed')).toEqual(
    [],
  );
  const anew = generateStatement({ rows: 90, territory: 'JP', currency: 'JPY', service: 'Unlimited Family', seed: 3 });
  put(anew.path, anew.bytes);
  expect(runCommand({ folder }, 'run').code).toBe(0);
  expect(itemsOf(folder).filter(({ territory }) => territory === 'JP')).toHaveLength(90);
});
