import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isLedgerlineError, type LedgerlineError } from '../errors/ledgerline-error.ts';
import { parseConfig, readConfig } from './read-config.ts';

const whole = `sinks: { lake: { use: filesystem, path: ./lake, format: ndjson } }
policies: { careful: { concurrency: { max: 1 } } }
pipelines:
  spotify-sales:
    connector: spotify
    accounts: [my-label]
    feeds: [sales]
    config: { sales: { drop: { kind: directory, path: ./spotify-files } } }
    policy: careful
    since: 2026-01
    until: 2026-02
    budget: { rejectedRows: 100 }
`;

const minimal = (pipeline: string) =>
  `sinks: { lake: { use: filesystem } }\npipelines:\n  p:\n    connector: spotify\n    accounts: [a]\n    since: 2026-01\n${pipeline}`;

function failure(text: string, env: Record<string, string> = {}): LedgerlineError {
  try {
    parseConfig('ledgerline.yaml', text, { env });
  } catch (error) {
    if (isLedgerlineError(error)) return error;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

describe('a configuration that is right', () => {
  const config = parseConfig('/etc/music/ledgerline.yaml', whole, { env: {} });

  test('has its defaults', () => {
    expect(config.pipelines['spotify-sales']).toMatchObject({
      sink: 'lake',
      validators: ['schema', 'identifiers'],
      budget: { rejectedRows: 100, rejectedRatio: 0.01 },
      concurrency: 2,
      checkpointRows: 262_144,
      policy: { concurrency: { max: 1 } },
    });
  });

  test('has paths relative to its own folder', () => {
    expect(config).toMatchObject({
      folder: '/etc/music',
      state: '/etc/music/.ledgerline/state.sqlite',
      spool: '/etc/music/.ledgerline/spool',
    });
  });

  test('keeps the config of a plugin as written', () => {
    expect(config.sinks).toEqual({ lake: { use: 'filesystem', config: { path: './lake', format: 'ndjson' } } });
  });

  test('turns months into first and last days', () => {
    expect(config.pipelines['spotify-sales']).toMatchObject({ since: '2026-01-01', until: '2026-02-28' });
  });

  test('lays the config of an account over that of the pipeline', () => {
    const text = minimal('    config: { drop: { kind: s3, bucket: b }, list: [1, 2] }\n').replace(
      'accounts: [a]',
      'accounts: { a: { drop: { bucket: c }, list: [3] }, b: }',
    );
    expect(parseConfig('l.yaml', text, { env: {} }).pipelines.p?.accounts).toEqual({
      a: { drop: { kind: 's3', bucket: 'c' }, list: [3] },
      b: { drop: { kind: 's3', bucket: 'b' }, list: [1, 2] },
    });
  });

  test('reads NO, NA and months as text', () => {
    const config = parseConfig(
      'l.yaml',
      minimal('    config: { country: NO, other: NA, month: 2026-01, yes: yes }\n'),
      {
        env: {},
      },
    );
    expect(config.pipelines.p?.accounts.a).toEqual({ country: 'NO', other: 'NA', month: '2026-01', yes: 'yes' });
  });

  test('takes variables from the environment and leaves escaped ones alone', () => {
    const text = minimal(`    config: { token: 'x-\${TOKEN}', plain: '$\${TOKEN}', price: $5 }\n`);
    const config = parseConfig('l.yaml', text, { env: { TOKEN: 'abc' } });
    expect(config.pipelines.p?.accounts.a).toEqual({ token: 'x-abc', plain: '${' + 'TOKEN}', price: '$5' });
    expect(config.source.substituted(['pipelines', 'p', 'config', 'token'])).toEqual(['abc']);
  });

  test('follows YAML aliases', () => {
    const text = minimal('    config: { one: &c { x: 1 }, two: *c }\n');
    expect(parseConfig('l.yaml', text, { env: {} }).pipelines.p?.accounts.a).toEqual({ one: { x: 1 }, two: { x: 1 } });
  });
});

describe('a configuration that is wrong', () => {
  test('names the missing environment variable and its place', () => {
    const error = failure(minimal('    config: { token: "${' + 'SPOTIFY_TOKEN}" }\n'));
    expect(error.code).toBe('CONFIG_ENV_MISSING');
    expect(error.message).toBe(
      'pipelines.p.config.token: the environment variable SPOTIFY_TOKEN is not set; set it before running',
    );
    expect(error.details).toMatchObject({ file: 'ledgerline.yaml', line: 7, column: 22 });
  });

  test('treats an empty variable as missing', () => {
    const error = failure(minimal('    config: { token: "${' + 'T}" }\n'), { T: '' });
    expect(error.message).toContain('the environment variable T is empty');
  });

  test('names a wrong type with its dotted path and place', () => {
    const error = failure(minimal('    concurrency: many\n'));
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.message).toBe('pipelines.p.concurrency: expected a whole number, found text');
    expect(error.details).toMatchObject({ line: 7, column: 18 });
  });

  test('asks for quotes where a number should be text', () => {
    const error = failure(minimal('').replace('[a]', '[80012345]'));
    expect(error.message).toContain(
      'pipelines.p.accounts[0]: expected text, found a number; put it in quotes to make it text',
    );
  });

  test('suggests the nearest key for an unknown one', () => {
    const error = failure(minimal('    concurency: 2\n'));
    expect(error.message).toBe('pipelines.p.concurency: unknown key; did you mean "concurrency"?');
    expect(error.details).toMatchObject({ line: 7, column: 5 });
  });

  test('lists the known keys when none is near', () => {
    expect(failure(`${minimal('')}zzz: 1\n`).message).toBe(
      'zzz: unknown key; known are state, spool, seed, sinks, policies, validators, pipelines',
    );
  });

  test('says what is missing', () => {
    const error = failure(minimal('').replace('    since: 2026-01\n', ''));
    expect(error.message).toBe('pipelines.p: "since" is missing');
    expect(error.details).toMatchObject({ line: 3 });
  });

  test('refuses a key that stands twice', () => {
    const error = failure(minimal('    since: 2026-02\n'));
    expect(error.message).toBe('this key stands twice in its map; keep one of them');
    expect(error.details).toMatchObject({ line: 7 });
  });

  test.each([
    ['', 'the configuration is empty'],
    ['# nothing here\n', 'the configuration is empty'],
    ['- a\n- b\n', 'the configuration is not a map'],
    ['just text', 'the configuration is not a map'],
  ])('refuses %j', (text, message) => {
    expect(failure(text).message).toContain(message);
  });

  test('names the line of a YAML syntax error', () => {
    const error = failure('sinks: { lake: { use: filesystem }\npipelines:\n  p: [\n');
    expect(error.message).toContain('not readable as YAML');
    expect(error.details.line).toBeGreaterThan(0);
  });

  test('refuses a second document', () => {
    expect(failure(`${minimal('')}---\na: 1\n`).message).toContain('several documents');
  });

  test('lists every problem in the order of the file', () => {
    const error = failure(minimal('    sink: lak\n    feedz: [sales]\n    concurrency: 0\n    policy: "${' + 'P}"\n'));
    const lines = error.message.split('\n');
    expect(lines[0]).toBe('ledgerline.yaml has 3 problems:');
    expect(lines.slice(1)).toEqual([
      '  ledgerline.yaml:8:5  pipelines.p.feedz: unknown key; did you mean "feeds"?',
      '  ledgerline.yaml:9:18  pipelines.p.concurrency: must be at least 1',
      '  ledgerline.yaml:10:13  pipelines.p.policy: the environment variable P is not set; set it before running',
    ]);
    expect(error.details).toMatchObject({ line: 8, column: 5, problems: 3 });
  });

  test('names a sink or policy that does not exist', () => {
    const error = failure(minimal('    sink: lak\n    policy: carefull\n'));
    expect(error.message).toContain('pipelines.p.sink: there is no such entry under `sinks`; did you mean "lake"?');
    expect(error.message).toContain('pipelines.p.policy: there is no such entry under `policies`; there are none');
  });

  test('checks policies where they stand, by name and in a pipeline', () => {
    const text = `${minimal('    policy: { retry: { maxAttempts: 0 } }\n')}policies: { careful: { concurency: { max: 1 } } }\n`;
    const lines = failure(text).message.split('\n').slice(1);
    expect(lines).toEqual([
      '  ledgerline.yaml:7:37  pipelines.p.policy.retry.maxAttempts: must be at least 1',
      '  ledgerline.yaml:8:24  policies.careful.concurency: unknown key; did you mean "concurrency"?',
    ]);
  });

  test('asks for a sink when there are several', () => {
    const error = failure(minimal('').replace('{ lake: { use: filesystem } }', '{ a: { use: f }, b: { use: f } }'));
    expect(error.message).toBe('pipelines.p.sink: there are several sinks, so one must be named: a, b');
  });

  test('refuses days that no calendar has and windows that end before they begin', () => {
    expect(failure(minimal('    until: 2026-02-30\n')).message).toContain('the calendar has no such day');
    expect(failure(minimal('    until: 2025-12\n')).message).toContain('lies before `since`');
    expect(failure(minimal('    until: soon\n')).message).toContain('must be written differently, for example 2026-01');
  });

  test('refuses a name that cannot stand in a path', () => {
    const error = failure(minimal('').replace('  p:', '  "a/b":'));
    expect(error.message).toContain('pipelines."a/b": is not a name');
  });

  test('refuses an alias bomb instead of expanding it', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 9; i++)
      lines.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      );
    expect(failure(lines.join('\n')).message).toContain('more than 100000 values');
  });

  test('never repeats a value in a message', () => {
    const error = failure(minimal('    config: hunter2\n    policy: [hunter2]\n    concurrency: hunter2\n'));
    expect(error.message).not.toContain('hunter2');
  });
});

describe('a configuration on disk', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ledgerline-config-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('is read from its file', async () => {
    const file = join(folder, 'ledgerline.yaml');
    await writeFile(file, whole);
    expect((await readConfig(file, { env: {} })).folder).toBe(folder);
  });

  test('that does not exist is said to be missing', async () => {
    const error = await readConfig(join(folder, 'no.yaml'), { env: {} }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'CONFIG_NOT_FOUND' });
  });
});
