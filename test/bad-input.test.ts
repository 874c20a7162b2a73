import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { createFakeSpotify, serveSpotify } from '@ledgerline/connector-spotify/mock';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { committedFiles } from './lake-digest.ts';
import { runBeside, runCommand } from './run-command.ts';

const fixture = fileURLToPath(
  new URL('./fixtures/spotify-files/paperboats-track-for-streaming-202604.txt', import.meta.url),
);
const good = readFileSync(fixture);
const name = 'paperboats-track-for-streaming-202604.txt';
const secret = 'a-secret-nobody-may-see';
let parent = '';
let count = 0;

beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'ledgerline-bad-'));
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

/** A project with one pipeline over a folder of sales files. */
function project(files: Readonly<Record<string, Uint8Array | string>>, lake = './lake', feed = salesFeed): string {
  count += 1;
  const folder = join(parent, String(count));
  mkdirSync(join(folder, 'files'), { recursive: true });
  for (const [file, bytes] of Object.entries(files)) writeFileSync(join(folder, 'files', file), bytes);
  const lines = [
    `sinks: { lake: { use: filesystem, path: ${lake} } }`,
    'pipelines:',
    '  p:',
    '    connector: spotify',
    ...feed,
  ];
  writeFileSync(join(folder, 'ledgerline.yaml'), `${lines.join('\n')}\n`);
  return folder;
}

const salesFeed = [
  '    feeds: [sales]',
  '    accounts: [my-label]',
  '    config: { sales: { drop: { kind: directory, path: ./files } } }',
  '    since: 2026-01',
];

/** Runs a project over one file; gives its only outcome, the exit code, and what the lake shows. */
function outcomeOf(files: Readonly<Record<string, Uint8Array | string>>) {
  const folder = project(files);
  const { code, output } = runCommand({ folder }, 'run', '--json');
  const [outcome] = JSON.parse(output).pipelines.p.outcomes;
  return { code, outcome, committed: committedFiles(folder).length };
}

const lines = good.toString().split('\n');
const withLine = (at: number, change: (line: string) => string): string =>
  lines.map((line, index) => (index === at ? change(line) : line)).join('\n');

test('an empty gzip where money is expected is no report', () => {
  const { code, outcome, committed } = outcomeOf({ [`${name}.gz`]: gzipSync('') });
  expect({ code, committed }).toEqual({ code: 1, committed: 0 });
  expect(outcome.verdict).toBe('held');
  expect(outcome.message).toContain(name);
});

test('a truncated gzip is incomplete and says so', () => {
  const { code, outcome, committed } = outcomeOf({ [`${name}.gz`]: gzipSync(good).subarray(0, -9) });
  expect({ code, committed, verdict: outcome.verdict }).toEqual({ code: 1, committed: 0, verdict: 'incomplete' });
  expect(outcome).toMatchObject({ code: 'GZIP_TRUNCATED', message: expect.stringContaining(name) });
});

test('a plain file cut in the middle of a row is held, whatever the budget; cut between two cells or lines it is remarked', () => {
  const row = lines[3]!;
  const long = [...lines.slice(0, 3), ...Array.from({ length: 500 }, () => row)].join('\n');
  const cut = outcomeOf({ [name]: long.slice(0, -row.length + 20) });
  expect({ code: cut.code, committed: cut.committed, verdict: cut.outcome.verdict }).toEqual({
    ...{ code: 1, committed: 0, verdict: 'held' },
  });
  expect(cut.outcome.code).toBe('DOCUMENT_CUT');
  expect(cut.outcome.message).toContain(`${name} ends in the middle of line 503`);
  const open = outcomeOf({ [name]: long });
  expect({ code: open.code, verdict: open.outcome.verdict }).toEqual({ code: 0, verdict: 'complete' });
  expect(open.outcome.findings.map(({ code }: { code: string }) => code)).toContain('LAST_LINE_OPEN');
  const packed = outcomeOf({ [`${name}.gz`]: gzipSync(long) });
  expect(packed.outcome).toMatchObject({ verdict: 'complete' });
  expect(packed.outcome.findings).toBeUndefined();
});

test('a missing column names the file, what was looked for and what is there', () => {
  const { code, outcome, committed } = outcomeOf({ [name]: withLine(2, (line) => line.replace('Payable\t', 'Pay\t')) });
  expect({ code, committed, verdict: outcome.verdict }).toEqual({ code: 1, committed: 0, verdict: 'failed' });
  expect(outcome.code).toBe('COLUMN_MISSING');
  for (const part of [name, 'Payable', 'Payable invoice', 'Quantity']) expect(outcome.message).toContain(part);
});

test('a row with too few cells is rejected with its line, and over the budget the report is held', () => {
  const { code, outcome, committed } = outcomeOf({
    [name]: withLine(4, (line) => line.split('\t').slice(0, 5).join('\t')),
  });
  expect({ code, committed }).toEqual({ code: 1, committed: 0 });
  expect(outcome).toMatchObject({ verdict: 'held', code: 'REJECT_BUDGET', accepted: 5, rejected: 1 });
  expect(outcome.message).toContain('line 5: ROW_TOO_SHORT');
});

test('bytes that are not UTF-8 are rejected with their place, never replaced', () => {
  const bytes = Buffer.from(good);
  bytes[bytes.indexOf('Kleines') + 1] = 0xff;
  const { code, outcome, committed } = outcomeOf({ [name]: bytes });
  expect({ code, committed }).toEqual({ code: 1, committed: 0 });
  expect(outcome.message).toContain('line 4: INVALID_UTF8');
});

test('two files that claim to be the same report are held until one is gone', () => {
  const other = Buffer.from(good.toString().replace('1204', '1205'));
  const { code, outcome, committed } = outcomeOf({ [name]: good, [`${name}.gz`]: gzipSync(other) });
  expect({ code, committed, verdict: outcome.verdict }).toEqual({ code: 1, committed: 0, verdict: 'held' });
});

test('a period in the file that contradicts its name is held', () => {
  const { outcome, committed } = outcomeOf({ 'paperboats-track-for-streaming-202605.txt': good });
  expect({ committed, verdict: outcome.verdict }).toEqual({ committed: 0, verdict: 'held' });
});

test('a lake below a file cannot be made: exit code 5, path and next step', () => {
  const folder = project({ [name]: good }, './ledgerline.yaml/lake');
  const { code, errors } = runCommand({ folder }, 'run');
  expect(code).toBe(5);
  expect(errors).toMatch(/error SINK_\w+: .*ledgerline\.yaml/);
  expect(errors).toContain('next:');
});

test('a credential that the DSP rejects ends with exit code 4, is tried once, and is never shown', async () => {
  const fake = createFakeSpotify({ clientSecret: 'another-secret' });
  const served = await serveSpotify(fake);
  try {
    const bulk = JSON.stringify({ ...fake.bulkConfig(), clientSecret: secret });
    const folder = project({}, './lake', [
      '    feeds: [streams]',
      '    accounts: [a]',
      `    config: { bulk: ${bulk} }`,
      '    since: 2026-03',
    ]);
    const { code, output, errors } = await runBeside({ folder }, 'run');
    expect(code).toBe(4);
    expect(output + errors).toContain('AUTH_REJECTED');
    expect(output + errors).not.toContain(secret);
    expect(fake.requests.filter(({ path }) => path.startsWith('/api/token'))).toHaveLength(1);
    expect(committedFiles(folder)).toEqual([]);
  } finally {
    await served.close();
  }
});

test('a mistyped config names path, line and the nearest key; all mistakes at once', () => {
  const folder = project({ [name]: good });
  const text = readFileSync(join(folder, 'ledgerline.yaml'), 'utf8');
  writeFileSync(
    join(folder, 'ledgerline.yaml'),
    text.replace('feeds: [sales]', 'feed: [sales]').replace('2026-01', 'soon'),
  );
  const { code, errors } = runCommand({ folder }, 'validate');
  expect(code).toBe(2);
  expect(errors).toContain('feeds');
  expect(errors).toMatch(/ledgerline\.yaml:\d+:\d+/);
  expect(errors).toContain('since');
});

test('an unknown connector lists what was tried', () => {
  const folder = project({ [name]: good });
  const text = readFileSync(join(folder, 'ledgerline.yaml'), 'utf8');
  writeFileSync(join(folder, 'ledgerline.yaml'), text.replace('connector: spotify', 'connector: spotifi'));
  const { code, errors } = runCommand({ folder }, 'run');
  expect(code).toBe(2);
  expect(errors).toContain('PLUGIN_UNKNOWN');
  expect(errors).toContain('spotify');
});
