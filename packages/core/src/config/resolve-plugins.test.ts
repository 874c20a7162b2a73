import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { defineValidator } from '../contracts/define.ts';
import { isLedgerlineError, type LedgerlineError } from '../errors/ledgerline-error.ts';
import { coreVersion } from './core-version.ts';
import { configJsonSchema } from './json-schema.ts';
import type { BuiltinPlugins } from './plugin.ts';
import { parseConfig } from './read-config.ts';
import { type ResolvedPlugins, resolvePlugins } from './resolve-plugins.ts';

let folder: string;

const connectorText = (name: string) => `
const drop = { anyOf: [
  { type: 'object', required: ['kind', 'path'], properties: { kind: { type: 'string', const: 'directory' }, path: { type: 'string', path: true } } },
  { type: 'object', required: ['kind', 'bucket'], properties: { kind: { type: 'string', const: 's3' }, bucket: { type: 'string' } } },
] };
export default { kind: 'connector', name: '${name}', version: '1.0.0', dsp: '${name}', summary: '', capabilities: {},
  config: { type: 'object', required: ['token', 'pages'], properties: {
    token: { type: 'string', minLength: 1, secret: true }, pages: { type: 'integer', default: 50, minimum: 1 }, drop } },
  policy: {}, feeds: { streams: {}, sales: { requires: ['drop'] } } };`;

const sinkText = `export default { kind: 'sink', name: 'disk', version: '1.0.0', summary: '',
  config: { type: 'object', required: ['path', 'format'], properties: { path: { type: 'string', path: true }, format: { enum: ['ndjson', 'csv'], default: 'ndjson' } } } };`;

async function put(file: string, text: string): Promise<void> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function putPackage(name: string, text: string, peer?: string): Promise<void> {
  const manifest = { name, version: '2.0.0', type: 'module', exports: './index.js' };
  const peerDependencies = peer === undefined ? {} : { '@ledgerline/core': peer };
  await put(`node_modules/${name}/package.json`, JSON.stringify({ ...manifest, peerDependencies }));
  await put(`node_modules/${name}/index.js`, text);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledgerline-plugins-'));
  await putPackage('@ledgerline/connector-fake', connectorText('fake'), `^${coreVersion()}`);
  await putPackage('ledgerline-connector-third', connectorText('third'));
  await putPackage('@acme/dsp', connectorText('acme'));
  await putPackage('@ledgerline/connector-old', connectorText('old'), '^99.0.0');
  await putPackage('@ledgerline/connector-broken', 'throw new Error("no such table");');
  await putPackage('@ledgerline/sink-disk', sinkText);
  await put('local.mjs', connectorText('local'));
});
afterAll(() => rm(folder, { recursive: true }));

const builtin: BuiltinPlugins = {
  validator: Object.fromEntries(
    ['schema', 'identifiers'].map((name) => [
      name,
      defineValidator({
        name,
        version: '1.0.0',
        summary: '',
        config: Type.Object({ strict: Type.Boolean({ default: true }) }),
        fields: [],
        open: () => ({ check() {} }),
      }),
    ]),
  ),
};

const env = { TOKEN: 'tok-123' };

function yaml(change: Readonly<Record<string, string>> = {}): string {
  const pipeline = {
    connector: 'fake',
    accounts: '[a]',
    since: '2026-01',
    config: `{ token: "\${TOKEN}" }`,
    ...change,
  };
  const lines = Object.entries(pipeline).map(([key, value]) => `    ${key}: ${value}`);
  return `sinks: { lake: { use: disk, path: ./lake } }\npipelines:\n  p:\n${lines.join('\n')}\n`;
}

function resolveText(text: string): Promise<ResolvedPlugins> {
  return resolvePlugins(parseConfig(join(folder, 'ledgerline.yaml'), text, { env }), { builtin });
}

async function failure(text: string): Promise<LedgerlineError> {
  const error = await resolveText(text).then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (isLedgerlineError(error)) return error;
  throw error ?? new Error('the configuration was accepted');
}

describe('plugins that can be found', () => {
  test.each([
    ['fake', 'fake'],
    ['third', 'third'],
    ['ledgerline-connector-third', 'third'],
    ['"@ledgerline/connector-fake"', 'fake'],
    ['"@acme/dsp"', 'acme'],
    ['./local.mjs', 'local'],
  ])('%s is a connector', async (connector, name) => {
    const plugins = await resolveText(yaml({ connector }));
    expect(plugins.connectors.get('p')?.name).toBe(name);
  });

  test('get their config with defaults and absolute paths', async () => {
    const plugins = await resolveText(yaml({ config: `{ token: t, drop: { kind: directory, path: files } }` }));
    expect(plugins.configs.get('p')?.get('a')).toEqual({
      token: 't',
      pages: 50,
      drop: { kind: 'directory', path: join(folder, 'files') },
    });
    expect(plugins.sinks.get('lake')?.config).toEqual({ path: join(folder, 'lake'), format: 'ndjson' });
  });

  test('ingest the feeds that the config of the account suffices for', async () => {
    const accounts = '{ a: , b: { drop: { kind: s3, bucket: x } } }';
    const plugins = await resolveText(yaml({ accounts }));
    expect(plugins.feeds.get('p')?.get('a')).toEqual(['streams']);
    expect(plugins.feeds.get('p')?.get('b')).toEqual(['streams', 'sales']);
  });

  test('have their secrets remembered, whole and by variable', async () => {
    const plugins = await resolveText(yaml({ config: `{ token: "Bearer \${TOKEN}" }` }));
    expect(plugins.secrets).toEqual(['Bearer tok-123', 'tok-123']);
  });

  test('take configured validators by the name of their entry', async () => {
    const text = `${yaml({ validators: '[loose, schema]' })}validators: { loose: { use: identifiers, strict: false } }\n`;
    const plugins = await resolveText(text);
    expect(plugins.validators.get('p')?.map(({ validator, config }) => [validator.name, config])).toEqual([
      ['identifiers', { strict: false }],
      ['schema', { strict: true }],
    ]);
  });
});

test('two pipelines that take the same reports are refused where the second stands', async () => {
  const first = yaml();
  const second = first.slice(first.indexOf('  p:\n')).replace('  p:', '  q:');
  const error = await failure(`${first}${second}`);
  expect(error.code).toBe('CONFIG_REPORTS_SHARED');
  expect(error.message).toContain('pipelines.q: takes streams of a, as the pipeline p does');
  expect(error.details).toMatchObject({ line: 8, column: 3 });
});

describe('plugins that cannot be used', () => {
  test('an unknown name is refused with what was tried and the nearest', async () => {
    const error = await failure(yaml({ connector: 'fak' }));
    expect(error.code).toBe('PLUGIN_UNKNOWN');
    expect(error.message).toBe(
      'pipelines.p.connector: there is no connector "fak"; did you mean "fake"? (tried @ledgerline/connector-fak, ledgerline-connector-fak, fak)',
    );
    expect(error.details).toMatchObject({ line: 4, column: 16 });
  });

  test('a name near to nothing is refused with what is installed', async () => {
    const error = await failure(yaml({ connector: 'something' }));
    expect(error.message).toContain('installed are broken, fake, old, third');
  });

  test('a path that does not exist is refused', async () => {
    expect((await failure(yaml({ connector: './none.mjs' }))).message).toContain(join(folder, 'none.mjs'));
  });

  test('a plugin of another kind is refused', async () => {
    const error = await failure(yaml({ connector: '"@ledgerline/sink-disk"' }));
    expect(error.code).toBe('PLUGIN_INVALID');
    expect(error.message).toContain('is no connector; it has to be made with defineConnector(...)');
  });

  test('a plugin that throws while loading is refused with its reason', async () => {
    const error = await failure(yaml({ connector: 'broken' }));
    expect(error.message).toContain('the connector "broken" cannot be loaded: no such table');
  });

  test('a plugin made for another core is refused with both versions', async () => {
    const error = await failure(yaml({ connector: 'old' }));
    expect(error.code).toBe('PLUGIN_INCOMPATIBLE');
    expect(error.message).toContain(`was made for @ledgerline/core ^99.0.0, this is ${coreVersion()}`);
  });

  test('problems of their config stand at the place in the file', async () => {
    const error = await failure(yaml({ config: '{ tokn: x, pages: 0, drop: { kind: ftp } }' }));
    const at = join(folder, 'ledgerline.yaml');
    expect(error.message.split('\n')).toEqual([
      `${at} has 4 problems:`,
      `  ${at}:7:5  pipelines.p.config: "token" is missing`,
      `  ${at}:7:15  pipelines.p.config.tokn: unknown key; did you mean "token"?`,
      `  ${at}:7:31  pipelines.p.config.pages: must be at least 1`,
      `  ${at}:7:48  pipelines.p.config.drop.kind: expected one of "directory", "s3", found other text`,
    ]);
  });

  test('a problem in the config of an account stands there', async () => {
    const error = await failure(yaml({ accounts: '{ a: { pages: many } }' }));
    expect(error.message).toBe('pipelines.p.accounts.a.pages: expected a whole number, found text');
    expect(error.details).toMatchObject({ line: 5, column: 29 });
  });

  test('a problem that accounts share is told once', async () => {
    const error = await failure(yaml({ accounts: '[a, b, c]', config: '{}' }));
    expect(error.message).toBe('pipelines.p.config: "token" is missing');
  });

  test('unknown feeds and feeds without their config are refused', async () => {
    const error = await failure(yaml({ feeds: '[stream, sales]' }));
    expect(error.message).toContain('pipelines.p.feeds[0]: the connector has no such feed; did you mean "streams"?');
    expect(error.message).toContain('pipelines.p.feeds[1]: the feed sales needs `config.drop`, which a does not have');
  });

  test('no secret is repeated in a message', async () => {
    const error = await failure(yaml({ config: `{ token: ["\${TOKEN}"], pages: "\${TOKEN}" }` }));
    expect(error.message).not.toContain('tok-123');
  });
});

test('the JSON Schema for editors knows the config of connectors and sinks', async () => {
  const plugins = await resolveText(yaml());
  const connector = plugins.connectors.get('p');
  const sink = plugins.sinks.get('lake')?.sink;
  if (!connector || !sink) throw new Error('the plugins were not found');
  const schema = configJsonSchema({ connectors: { fake: connector }, sinks: { disk: sink }, validators: {} });
  const accepts = (text: string): boolean => Value.Check(schema, parse(text));
  expect(schema).toMatchObject({ type: 'object', required: ['sinks', 'pipelines'], additionalProperties: false });
  expect(accepts(yaml())).toBe(true);
  expect(accepts(yaml({ accounts: '{ a: { pages: 3 }, b: }', config: '{}' }))).toBe(true);
  expect(accepts(yaml({ config: '{ tokn: x }' }))).toBe(false);
  expect(accepts(yaml({ accounts: '{ a: { pages: many } }' }))).toBe(false);
  expect(accepts(yaml({ policy: '{ retry: { maxAttempts: 3 } }' }))).toBe(true);
  expect(accepts(yaml({ policy: '{ retry: { maxAttempts: 0 } }' }))).toBe(false);
  expect(accepts(yaml({ feeds: '[nothing]' }))).toBe(false);
  expect(accepts(yaml().replace('path: ./lake', 'pth: ./lake'))).toBe(false);
  expect(accepts(yaml().replace('sinks: { lake: { use: disk, path: ./lake } }', ''))).toBe(false);
});
