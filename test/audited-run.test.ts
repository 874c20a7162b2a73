import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFakeSpotify, type FakeSpotify, serveSpotify } from '@ledgerline/connector-spotify/mock';
import { type AuditedRun, type RunSummary, readAuditedRun } from '@ledgerline/core/runtime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CommandResult, runBeside } from './run-command.ts';

type Printed = RunSummary & { readonly exitCode: number; readonly retryAt?: number };

let folder = '';
let fake: FakeSpotify;
let ran: CommandResult;
let printed: Printed;
let audited: AuditedRun;
const logFile = (): string => {
  const runs = join(folder, '.ledgerline', 'runs');
  return join(runs, readdirSync(runs).find((run) => run === printed.run) ?? '', 'audit.ndjson');
};

/** One run of the command against a fake Spotify that throttles, fails, cuts and lapses; the tests look at what is left of it. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ledgerline-audited-'));
  fake = createFakeSpotify();
  const served = await serveSpotify(fake);
  try {
    const config = `{ bulk: ${JSON.stringify(fake.bulkConfig())} }`;
    const pipeline = `connector: spotify, feeds: [streams], accounts: [a], config: ${config}, since: 2026-03`;
    writeFileSync(
      join(folder, 'ledgerline.yaml'),
      `sinks: { lake: { use: filesystem, path: ./lake } }\npipelines:\n  streams: { ${pipeline}, policy: { retry: { baseMs: 5, maxMs: 20 } } }\n`,
    );
    fake.faults.add({ origin: 'api', nth: 2 }, { kind: 'throttle', retryAfter: '1' });
    for (const nth of [4, 5, 7]) fake.faults.add({ origin: 'api', nth }, { kind: 'status', status: 500 });
    fake.faults.add({ origin: 'storage', nth: [2, 5] }, { kind: 'cut', afterBytes: 100 });
    fake.faults.add({ origin: 'storage', nth: [3] }, { kind: 'signature-expired' });
    fake.faults.add({ origin: 'storage', nth: 8 }, { kind: 'truncated', missingBytes: 10 });
    ran = await runBeside({ folder }, 'run', '--json', '--verbose', '--metrics', '0', '--metrics-file', 'run.prom');
    expect(ran.output, ran.errors).not.toBe('');
    printed = JSON.parse(ran.output);
    audited = await readAuditedRun(logFile());
  } finally {
    await served.close();
  }
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('from the audit log alone, the summary of a run under faults is the one that was printed', async () => {
  const again = await runBeside({ folder }, 'audit', 'summary', '--json');
  expect(JSON.parse(again.output)).toEqual(printed);
  const { exitCode: _, retryAt: __, ...summary } = printed;
  expect(JSON.parse(JSON.stringify(audited.summary))).toEqual(summary);
  expect(audited).toMatchObject({ run: printed.run, command: 'run', config: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(audited.plugins.map(({ name }) => name)).toEqual(expect.arrayContaining(['spotify', 'filesystem']));
});

test('its figures are those of the requests that the DSP saw', () => {
  const { figures } = printed;
  const refused = fake.requests.filter(({ status }) => status >= 500 || status === 429).length;
  expect(figures.sends).toBe(fake.requests.length);
  expect(figures.sends - figures.requests).toBeGreaterThanOrEqual(refused);
  expect(figures.retryRatePercent).toBe((100 * figures.resent) / figures.requests);
  expect(figures.backoffWaits).toBeGreaterThanOrEqual(3);
  expect(audited.retries).toHaveLength(figures.sends - figures.requests);
  expect(audited.gates.map(({ to }) => to)).toContain('Open');
  const committed = figures.reports.filter(({ effect }) => effect === 'committed');
  expect(committed.length).toBeGreaterThan(0);
  for (const { bytes, syncCompletionDeltaMs } of committed) {
    expect(bytes).toBeGreaterThan(0);
    expect(syncCompletionDeltaMs).toBeGreaterThanOrEqual(0);
  }
});

test('the metrics that Prometheus reads are the figures of the summary', () => {
  const { figures } = printed;
  const text = readFileSync(join(folder, 'run.prom'), 'utf8');
  const series = new Map(
    text.split('\n').flatMap((line) => {
      const at = line.lastIndexOf(' ');
      return line.startsWith('#') || at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const];
    }),
  );
  const value = (name: string): number => Number(series.get(`ledgerline_${name}`));
  expect(value('retry_rate_percent')).toBe(figures.retryRatePercent);
  expect(value('backoff_latency_p95')).toBe(figures.backoffLatencyP95Ms);
  expect(value('schema_rejection_rate')).toBe(figures.schemaRejectionRate);
  expect(value('rows_rejected_total')).toBe(figures.rowsRejected);
  expect(value('sends_total{dsp="spotify"}')).toBe(figures.byDsp.spotify?.sends);
  expect(value('gate_wait_total{dsp="spotify"}')).toBe(figures.gateWaitMs);
  for (const { report, read, bytes, units, amounts, syncCompletionDeltaMs } of figures.reports) {
    expect(value(`report_rows{report="${report}",kind="read"}`)).toBe(read);
    expect(value(`report_bytes{report="${report}"}`)).toBe(bytes);
    expect(series.get(`ledgerline_report_units{report="${report}"}`)).toBe(units);
    for (const [currency, amount] of Object.entries(amounts))
      expect(series.get(`ledgerline_report_amount{report="${report}",currency="${currency}"}`)).toBe(amount);
    const delta = series.get(`ledgerline_sync_completion_delta{report="${report}"}`);
    expect(delta === undefined ? null : Number(delta)).toBe(syncCompletionDeltaMs);
  }
  for (const [scope, { state }] of Object.entries(figures.gates))
    expect(value(`gate_state{scope="${scope}"}`)).toBe(['Closed', 'HalfOpen', 'Open', 'Isolated'].indexOf(state));
});

test('every log line names its run, and lines about a request name sync, request and attempt', () => {
  const lines = ran.errors.split('\n').filter((line) => line.startsWith('{'));
  const logged = lines.map((line): Record<string, unknown> => JSON.parse(line));
  expect(logged.length).toBeGreaterThan(20);
  expect(logged.filter(({ run }) => run !== printed.run)).toEqual([]);
  const retries = logged.filter(({ event }) => event === 'retry.scheduled');
  expect(retries).toHaveLength(audited.retries.length);
  for (const retry of retries)
    expect(retry).toMatchObject({
      ...{ request: expect.any(String), attempt: expect.any(Number), reason: expect.any(String) },
      ...{ sync: expect.any(String), delayMs: expect.any(Number), backoffMs: expect.any(Number) },
    });
  for (const answer of logged.filter(({ event }) => event === 'http.answer'))
    expect(answer).toMatchObject({
      sync: expect.any(String),
      request: expect.any(String),
      attempt: expect.any(Number),
    });
  expect(ran.errors).toContain('metrics  http://127.0.0.1:');
});

test('neither audit nor log nor metrics hold a secret or a signed address', () => {
  const { clientSecret } = fake.bulkConfig();
  expect(String(clientSecret).length).toBeGreaterThan(3);
  const told = [readFileSync(logFile(), 'utf8'), readFileSync(join(folder, 'run.prom'), 'utf8'), ran.errors].join('\n');
  expect(told).not.toContain(String(clientSecret));
  expect(told).not.toMatch(/[?&](sig|signature|x-amz-signature|token)=/i);
  expect(told).not.toMatch(/bearer [a-z0-9]/i);
});

test('a report has its story in plain words, and every log is as it was written until somebody touches it', async () => {
  const { report } = printed.figures.reports.find(({ effect }) => effect === 'committed') ?? { report: '' };
  const story = await runBeside({ folder }, 'audit', 'show', report);
  expect(story.output).toMatch(
    /began to read .*\n(.*\n)*.*judged complete; \d+ rows read.*\n.*committed as number 1, revision/,
  );
  const intact = await runBeside({ folder }, 'audit', 'verify');
  expect(intact).toMatchObject({
    code: 0,
    output: expect.stringMatching(/\d+ audit logs? as written, [\d,]+ records/),
  });
  const bytes = readFileSync(logFile(), 'utf8');
  const lines = bytes.split('\n');
  const at = lines.findIndex((line) => line.startsWith('{"kind":"sync.committed"'));
  writeFileSync(logFile(), lines.with(at, (lines[at] ?? '').replace('"sequence":1', '"sequence":2')).join('\n'));
  const altered = await runBeside({ folder }, 'audit', 'verify', printed.run);
  expect(altered).toMatchObject({ code: 1, output: expect.stringContaining(`Record ${at} of the audit log`) });
  const end = bytes.lastIndexOf('\n', bytes.length - 2) + 1;
  writeFileSync(logFile(), bytes.slice(0, end));
  const cut = await runBeside({ folder }, 'audit', 'verify', printed.run);
  expect(cut).toMatchObject({ code: 1, output: expect.stringContaining('the state store says that there were') });
  writeFileSync(logFile(), bytes);
}, 30_000);
