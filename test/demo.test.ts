import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld } from '../examples/demo/world.ts';
import { committedFiles } from './lake-digest.ts';
import { runCommand } from './run-command.ts';
import { runDemo } from './run-demo.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledgerline-demo-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the demo survives its faults, and counts every row, unit and digit', { timeout: 120_000 }, () => {
  const faulty = runDemo(join(folder, 'on'), 'on');
  expect(faulty.stderr + faulty.stdout.slice(-2000)).toContain('Every row, unit and digit is there, once.');
  expect(faulty.status).toBe(0);
  expect(faulty.stdout.trimEnd().split('\n').at(-1)).toBe(`The lake is in ${join(folder, 'on', 'lake')}`);
});

test('every decision of the faulty runs is recomputed from their logs', () => {
  const runs = join(folder, 'on', '.ledgerline', 'runs');
  expect(readdirSync(runs)).toHaveLength(3);
  for (const run of readdirSync(runs)) {
    const replayed = runCommand({ folder }, 'policy', 'replay', join(runs, run, 'audit.ndjson'));
    expect(replayed).toMatchObject({ code: 0, output: expect.stringMatching(/^identical: \d+ records/) });
  }
});

test('DuckDB gets the same rows, units and money from the files as the documents were made of', async () => {
  const world = createWorld(join(folder, 'again'));
  world.reissue();
  const list = committedFiles(join(folder, 'on')).map(({ absolutePath }) => `'${absolutePath}'`);
  const connection = await (await DuckDBInstance.create()).connect();
  const sql = `select count(*) as n, sum(units::hugeint)::varchar as units from read_ndjson([${list}], columns={units: 'varchar'})`;
  const [all] = (await connection.runAndReadAll(sql)).getRowObjects();
  expect([Number(all?.n), BigInt(String(all?.units))]).toEqual([world.expected.rows, world.expected.units]);
  const money = await connection.runAndReadAll(
    `select currency, sum(amount::decimal(38,12))::varchar as amount from read_ndjson([${list}], columns={currency: 'varchar', amount: 'varchar'})
     where currency is not null group by currency`,
  );
  const sums = new Map(
    money.getRowObjects().map((row) => [String(row.currency), BigInt(String(row.amount).replace('.', ''))]),
  );
  expect(sums).toEqual(world.expected.amounts);
});
