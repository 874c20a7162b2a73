import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import youtube from '@ledgerline/connector-youtube';
import { type Check, runChecks } from '@ledgerline/testkit/checks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { packageChecks } from '../src/connector/checks/package-checks.ts';
import { readmeCheck } from '../src/connector/checks/readme-check.ts';
import { sourceCheck } from '../src/connector/checks/source-check.ts';
import { readRecord, recordOf, writeRecord } from '../src/connector/conformance-record.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledgerline-check-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

async function broken(checks: readonly Check[]): Promise<Readonly<Record<string, string>>> {
  const results = await runChecks(checks);
  return Object.fromEntries(
    results.flatMap(({ id, outcome, reason = '' }) => (outcome === 'broken' ? [[id, reason]] : [])),
  );
}

const good = {
  ...{ name: 'ledgerline-connector-youtube', version: youtube.version, license: 'MIT', repository: 'somebody/x' },
  keywords: ['ledgerline-connector'],
  publishConfig: { provenance: true },
  exports: { '.': './dist/index.js', './mock': './dist/mock.js', './package.json': './package.json' },
  peerDependencies: { '@ledgerline/core': '>=0.1.0' },
};

test('a package that keeps every rule has nothing broken', async () => {
  for (const file of ['dist/index.js', 'dist/mock.js', 'package.json', 'LICENSE', '.changeset/config.json'])
    put(file, '');
  put('.github/workflows/publish.yml', 'permissions:\n  id-token: write\n');
  expect(await broken(packageChecks({ folder, manifest: good }, youtube))).toEqual({});
});

test('each rule that is broken is named with what to do', async () => {
  const manifest = { name: 'my-youtube', version: '9.9.9', dependencies: { '@ledgerline/core': '1.0.0' } };
  const found = await broken(packageChecks({ folder, manifest }, youtube));
  expect(Object.keys(found)).toEqual([
    ...['package/name', 'package/keyword', 'package/licence', 'package/core', 'package/doors', 'package/version'],
    ...['package/changesets', 'package/provenance'],
  ]);
  expect(found['package/core']).toContain('there would be two of them');
  expect(found['package/version']).toContain('package.json 9.9.9');
});

test('a connector made for another core is told with both versions', async () => {
  const manifest = { ...good, peerDependencies: { '@ledgerline/core': '^99.0.0' } };
  const found = await broken(packageChecks({ folder, manifest }, youtube));
  expect(found['package/core']).toContain('was made for @ledgerline/core ^99.0.0');
});

test('a call of fetch is found wherever it stands, in a comment and in the mock it is none', async () => {
  put(
    'src/client.ts',
    "// fetch(url) would be wrong\nexport const list = ({ http }) => http.request({ op: 'fetch' });\n",
  );
  put('src/mock/serve.ts', "import { createServer } from 'node:http';\n");
  expect(await broken([sourceCheck({ folder, manifest: {} })])).toEqual({});
  put('src/deep/way.ts', 'export const out = (url) => fetch(url);\n');
  expect((await broken([sourceCheck({ folder, manifest: {} })]))['source/no-fetch']).toContain(
    'src/deep/way.ts: fetch(',
  );
});

test('a README whose tables are old is told, and written when asked', async () => {
  put('README.md', '# x\n<!-- feeds -->\nold\n<!-- /feeds -->\n<!-- config -->\nold\n<!-- /config -->\n');
  const found = { folder, manifest: {} };
  expect(await broken([readmeCheck(found, youtube, false)])).toHaveProperty(['readme/tables']);
  expect(await broken([readmeCheck(found, youtube, true)])).toEqual({});
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain('| `asset_revenue` |');
  expect(await broken([readmeCheck(found, youtube, false)])).toEqual({});
});

test('the record of a proof is what was proved, with the reasons of what is waived', () => {
  const results = (['holds', 'waived', 'inapplicable'] as const).map((outcome) => ({
    ...{ id: `theme/${outcome}`, title: 'x', outcome, reason: 'made by hand', durationMs: 1 },
  }));
  const found = { folder, manifest: { version: '1.2.0' } };
  const record = recordOf(found, [{ name: 'nimbus', results }]);
  expect(record).toMatchObject({ version: '1.2.0', holds: 1, broken: 0, waived: { 'theme/waived': 'made by hand' } });
  writeRecord(found, record);
  expect(readRecord(found)).toEqual(record);
});
