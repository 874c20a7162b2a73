import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { main } from '../src/main.ts';
import { fakeHost } from './samples.ts';

let folder = '';
const connector = `export default { kind: 'connector', name: 'made-up', version: '1.0.0', dsp: 'made-up', summary: '', capabilities: {},
  config: { type: 'object', properties: {} },
  policy: { id: 'made-up', version: 1, hosts: [], scopes: [], hints: [], classify: [], idempotentOps: [], auth: { refreshOn: [] }, policy: {} },
  feeds: { sales: { money: true, summary: '', grain: 'month', async *list() {}, read() {} } } };`;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledgerline-lake-'));
  writeFileSync(join(folder, 'connector.mjs'), connector);
  writeFileSync(
    join(folder, 'ledgerline.yaml'),
    'sinks: { lake: { use: filesystem, path: ./lake } }\npipelines: { p: { connector: ./connector.mjs, accounts: [a], since: 2026-01 } }\n',
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function cli(...words: readonly string[]) {
  const { host, written } = fakeHost({ env: {} });
  return { code: await main([...words, '--config', join(folder, 'ledgerline.yaml')], host), ...written };
}

test('lake verify says what it read, and that all of it holds', async () => {
  const { code, out } = await cli('lake', 'verify');
  expect([code, out]).toEqual([
    0,
    'every hash, row and sum holds: 0 reports, 0 manifests, 0 files, 0 rows, 0 bytes read\n',
  ]);
});

test('lake verify ends with 1 and one line a problem: what, where and what next', async () => {
  await cli('lake', 'verify');
  writeFileSync(join(folder, 'lake', 'stray.ndjson'), '{}\n');
  const { code, out } = await cli('lake', 'verify');
  expect(code).toBe(1);
  expect(out.split('\n')[0]).toBe(
    'FILE_ORPHANED  stray.ndjson: No manifest names this file. Readers that glob the partitions count it: move it out of the lake.',
  );
  const { found, ...rest } = JSON.parse((await cli('lake', 'verify', '--json')).out);
  expect(rest).toMatchObject({ exitCode: 1, problems: 1, reports: 0 });
  expect(found).toEqual([expect.objectContaining({ code: 'FILE_ORPHANED', path: 'stray.ndjson' })]);
});

test('lake files refuses an instant that is none with code 2', async () => {
  const { code, err } = await cli('lake', 'files', '--as-of', 'last week');
  expect(code).toBe(2);
  expect(err).toContain('error AS_OF_UNKNOWN');
  expect((await cli('lake', 'files', '--as-of', '2026-04-01')).code).toBe(0);
});

test('lake prune says what it removed, and needs to know until when', async () => {
  const { code, out } = await cli('lake', 'prune', '--before', '2026-01-01');
  expect([code, out]).toEqual([0, '0 files (0 bytes) of revisions superseded before 2026-01-01 removed\n']);
  expect((await cli('lake', 'prune')).code).toBe(2);
  expect((await cli('lake', 'prune', '--before', 'soon')).err).toContain('error INSTANT_INVALID');
  expect(readdirSync(join(folder, 'lake'))).not.toContain('_history');
});

test('a sink that cannot verify itself is told by name', async () => {
  writeFileSync(
    join(folder, 'sink.mjs'),
    `export default { kind: 'sink', name: 'void', version: '1.0.0', summary: '', config: { type: 'object', properties: {} },
      async open() { return { accepts: 'bytes', encoding: 'ndjson', async close() {} }; } };`,
  );
  writeFileSync(
    join(folder, 'ledgerline.yaml'),
    'sinks: { other: { use: ./sink.mjs } }\npipelines: { p: { connector: ./connector.mjs, accounts: [a], since: 2026-01 } }\n',
  );
  for (const words of [['verify'], ['prune', '--before', '2026-01-01']]) {
    const { code, err } = await cli('lake', ...words);
    expect([code, err.includes('error SINK_CANNOT: the sink "other" cannot')]).toEqual([2, true]);
  }
});
