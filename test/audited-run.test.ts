import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFakeSpotify, serveSpotify } from '@ledgerline/connector-spotify/mock';
import { type RunSummary, readAuditedRun } from '@ledgerline/core/runtime';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runBeside } from './run-command.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledgerline-audited-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** As the files on disk have it: what is undefined is not there. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('from the audit log alone, the summary of a run under faults is the one that was printed', {
  timeout: 60_000,
}, async () => {
  const fake = createFakeSpotify();
  const served = await serveSpotify(fake);
  try {
    const config = JSON.stringify(fake.bulkConfig());
    const pipeline = `{ connector: spotify, feeds: [streams], accounts: [a], config: { bulk: ${config} }, since: 2026-03`;
    writeFileSync(
      join(folder, 'ledgerline.yaml'),
      [
        'sinks: { lake: { use: filesystem, path: ./lake } }',
        'pipelines:',
        `  streams: ${pipeline}, policy: { retry: { baseMs: 5, maxMs: 20 } } }`,
      ].join('\n'),
    );
    fake.faults.add({ origin: 'api', nth: 2 }, { kind: 'throttle', retryAfter: '1' });
    for (const nth of [4, 5, 7]) fake.faults.add({ origin: 'api', nth }, { kind: 'status', status: 500 });
    fake.faults.add({ origin: 'storage', nth: [2, 5] }, { kind: 'cut', afterBytes: 100 });
    fake.faults.add({ origin: 'storage', nth: [3] }, { kind: 'signature-expired' });
    fake.faults.add({ origin: 'storage', nth: 8 }, { kind: 'truncated', missingBytes: 10 });
    const ran = await runBeside({ folder }, 'run', '--json');
    expect(ran.errors).not.toContain('ledgerline.yaml');
    const { exitCode, retryAt, ...printed }: RunSummary & { exitCode: number; retryAt?: number } = JSON.parse(
      ran.output,
    );
    const runs = join(folder, '.ledgerline', 'runs');
    const [run] = readdirSync(runs);
    const audited = await readAuditedRun(join(runs, run ?? '', 'audit.ndjson'));

    expect(plain(audited.summary)).toEqual(printed);
    expect(audited).toMatchObject({ run: printed.run, command: 'run', core: expect.stringMatching(/^\d/) });
    expect(audited.plugins.map(({ name }) => name)).toEqual(expect.arrayContaining(['spotify', 'filesystem']));

    const refused = fake.requests.filter(({ status }) => status >= 500 || status === 429).length;
    const { figures } = printed;
    expect(figures.sends).toBe(fake.requests.length);
    expect(figures.sends - figures.requests).toBeGreaterThanOrEqual(refused);
    expect(figures.resent).toBeGreaterThan(0);
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
  } finally {
    await served.close();
  }
});
