import { readFile, writeFile } from 'node:fs/promises';
import type { TotalLine } from '@ledgerline/core';
import type { CalendarCell, FeedCalendar } from '@ledgerline/core/runtime';
import { expect, test } from 'vitest';
import { createRunReport, lastRun, runReportPage } from '../src/index.ts';
import { letter, manifest, noCalendar, nowMs, sinkOf, sources, writeRun } from './sample-lake.ts';

const started = Date.UTC(2026, 3, 5, 6);

const policy = (record: object) => ['policy', started, { ...record, v: 1 }] as const;
const scope = 'tonspur/key';

function runStarted(pipelines: readonly string[], command = 'run') {
  const startedAt = new Date(started).toISOString();
  return [
    'run.started',
    started,
    { run: 'r1', command, startedAt, pipelines, config: '', core: '', plugins: [] },
  ] as const;
}

/** What became of a report, as the log has it. */
function outcome(account: string, change: object) {
  return {
    ...{
      sync: account,
      report: { dsp: 'tonspur', account, feed: 'sales', period: '2026-03', scope: '-' },
      object: 'o',
    },
    ...{ verdict: 'complete', effect: 'none', read: 3, accepted: 2, rejected: 1, skipped: 0 },
    ...{ amounts: { EUR: '0.10' }, units: '41', ...change },
  };
}

/** A run with a report committed, one held back by a claim, one cut off; a throttle and a gate on the way. */
const aRun = [
  runStarted(['sales']),
  policy({ k: 'header', t: 0, wallStart: started }),
  policy({ k: 'call', t: 5, scope, call: 'c1', op: 'list', thr: 0 }),
  policy({ k: 'admit', t: 6, scope, call: 'c1', att: 0, thr: 0 }),
  policy({ k: 'verdict', t: 40, scope, call: 'c1', verdict: 'throttle', reason: 'too many requests' }),
  policy({ k: 'gate', t: 41, scope, from: 'Closed', to: 'Open', until: 1041, cause: 'hint' }),
  policy({ k: 'gate', t: 1050, scope, from: 'Open', to: 'HalfOpen', until: 1041, cause: 'probe' }),
  policy({ k: 'admit', t: 1051, scope, call: 'c1', att: 0, thr: 1 }),
  policy({ k: 'settle', t: 1080, scope, call: 'c1', outcome: 'delivered' }),
  policy({ k: 'call', t: 1090, scope, call: 'c2', op: 'file', thr: 0 }),
  policy({ k: 'admit', t: 1091, scope, call: 'c2', att: 0, thr: 0 }),
  policy({ k: 'wait', t: 1100, scope, call: 'c2', backoff: 150, spread: 7 }),
  ['sync.settled', started + 96, { pipeline: 'sales', sync: 's1', outcome: outcome('a', { effect: 'committed' }) }],
  [
    'sync.settled',
    started + 98,
    {
      ...{ pipeline: 'sales', sync: 's2' },
      outcome: outcome('b', { verdict: 'incomplete', code: 'CLAIM_FAILED', message: 'off', failedClaims: [{}, {}] }),
    },
  ],
  [
    'pipeline.settled',
    started + 99,
    { pipeline: 'sales', reports: 2, error: { code: 'AUTH_REJECTED', message: 'no' } },
  ],
  ['operator.acted', started + 99, { act: 'run', who: 'ada', why: 'month end' }],
  ['run.settled', started + 2000, { run: 'r1', durationMs: 2000, cancelled: false, totals: {} }],
] as const;

function cell(period: string, state: CalendarCell['state'], change: Partial<CalendarCell> = {}): CalendarCell {
  return { period, state, reports: [], held: [], ...change };
}

function feed(cells: readonly CalendarCell[], change: Partial<FeedCalendar> = {}): FeedCalendar {
  return { pipeline: 'p', dsp: 'tonspur', account: 'a', feed: 'sales', promised: true, cells, ...change };
}

const euro = (territory: string, period: string, amount: string): TotalLine => {
  return { territory, period, saleType: 'stream', currency: 'EUR', rows: 1, units: '10', amount };
};

test('what became of a run is read from its audit stream, what needs somebody first', async () => {
  const given = sources({ run: 'r1' });
  await writeRun(given, 'r1', aRun);
  const { run, headline, audit } = await createRunReport(given);
  expect(run).toMatchObject({
    ...{ id: 'r1', command: 'run', durationMs: 2000 },
    verdicts: { committed: 1, incomplete: 1 },
    totals: { accepted: 2, units: '41', amounts: { EUR: '0.10' } },
    failures: [{ pipeline: 'sales', code: 'AUTH_REJECTED' }],
    figures: { retryRatePercent: 50, backoffLatencyP95Ms: 157, schemaRejectionRate: 2 / 6 },
  });
  expect(run?.reports.map(({ word, code, failedClaims }) => [word, code, failedClaims])).toEqual([
    ['incomplete', 'CLAIM_FAILED', 2],
    ['committed', undefined, 0],
  ]);
  expect(headline.tone).toBe('bad');
  expect(headline.reasons).toContain('pipeline sales ended early: AUTH_REJECTED');
  expect(audit).toMatchObject({
    ...{ file: 'runs/r1/audit.ndjson', records: aRun.length, intact: true },
    acts: [{ act: 'run', who: 'ada', why: 'month end' }],
  });
});

test('a run that was killed is told up to where its log goes', async () => {
  const given = sources({ run: 'r1' });
  await writeRun(given, 'r1', aRun.slice(0, -3));
  const { run, headline } = await createRunReport(given);
  expect(run?.totals).toBeUndefined();
  expect(run?.verdicts).toEqual({ committed: 1, incomplete: 1 });
  expect(headline.reasons[0]).toBe('the run has no end on record: it goes on, or was killed');
});

test('a log that was cut after a commit is found out by what the manifest kept of it', async () => {
  const { audit: whole } = await createRunReport(await withRun(aRun));
  const kept = manifest([], { run: 'r1', audit: { records: aRun.length, head: whole?.head ?? '' } });
  const given = sources({ run: 'r1', sink: sinkOf([kept]) });
  await writeRun(given, 'r1', aRun.slice(0, 5));
  const { audit, run } = await createRunReport(given);
  expect([audit?.intact, run]).toEqual([false, undefined]);
});

async function withRun(records: Parameters<typeof writeRun>[2]) {
  const given = sources({ run: 'r1' });
  await writeRun(given, 'r1', records);
  return given;
}

test('retries, waits and closed gates are told over the time of the run', async () => {
  const given = sources({ run: 'r1' });
  await writeRun(given, 'r1', aRun);
  const { requests } = await createRunReport(given);
  expect(requests?.byDsp.tonspur).toMatchObject({ calls: 2, sends: 3, throttled: 1, windows: 1 });
  expect(requests?.detours).toEqual([
    { dsp: 'tonspur', op: 'list', verdict: 'throttle', reason: 'too many requests', count: 1 },
  ]);
  expect(requests?.waits).toEqual({ count: 1, totalMs: 157, longestMs: 157 });
  expect(requests?.timeline.gates).toEqual([
    { scope, closedMs: 1009, spans: [{ fromMs: 41, toMs: 1050, cause: 'hint' }], moreSpans: 0 },
  ]);
  const sends = requests?.timeline.sends ?? [];
  const sum = (name: 'first' | 'again' | 'throttled'): number => sends.reduce((all, bucket) => all + bucket[name], 0);
  expect([sum('first'), sum('again'), sum('throttled')]).toEqual([2, 1, 1]);
});

test('a record that was changed is named, and the report says so first', async () => {
  const given = sources({ run: 'r1' });
  const file = await writeRun(given, 'r1', aRun);
  await writeFile(file, (await readFile(file, 'utf8')).replace('too many requests', 'too many visitors'));
  const { audit, headline } = await createRunReport(given);
  expect(audit).toMatchObject({ intact: false, head: '' });
  expect(audit?.problem).toContain('Record 4');
  expect(headline.reasons[0]).toBe('the audit stream of the run is not intact');
});

test('the last run is the last that ingested, not a plan or an acceptance after it', async () => {
  const given = sources();
  expect(await lastRun(given.runsFolder)).toBeUndefined();
  await writeRun(given, '20260405T060000Z-aaaa', aRun);
  await writeRun(given, '20260406T060000Z-bbbb', [runStarted([], 'accept')]);
  expect(await lastRun(given.runsFolder)).toBe('20260405T060000Z-aaaa');
});

test('of two runs of one second the later one is the last, whatever they are called', async () => {
  const given = sources();
  const at = (ms: number) => {
    const [kind, t, record] = runStarted([]);
    return [[kind, t, { ...record, startedAt: new Date(started + ms).toISOString() }]] as const;
  };
  await writeRun(given, '20260405T060000Z-ffff', at(100));
  await writeRun(given, '20260405T060000Z-0000', at(700));
  expect(await lastRun(given.runsFolder)).toBe('20260405T060000Z-0000');
});

test('a month takes the state of the worst of its days, and neighbouring days are one entry', async () => {
  const days = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04'];
  const states = ['present', 'late', 'late', 'present'] as const;
  const cells = days.map((day, index) => cell(day, states[index] ?? 'expected', { dueMs: nowMs }));
  const { calendar } = await createRunReport(sources({ calendar: { ...noCalendar, feeds: [feed(cells)] } }));
  expect(calendar.feeds[0]?.months).toEqual([{ month: '2026-03', state: 'late', periods: 4, present: 2 }]);
  expect(calendar.attention).toEqual([
    {
      state: 'late',
      source: 'tonspur/a/sales',
      first: '2026-03-02',
      last: '2026-03-03',
      periods: 2,
      dueAt: '2026-05-01T00:00:00.000Z',
    },
  ]);
});

test('dead letters are added up by reason, settled ones apart', async () => {
  const resolution = { kind: 'discarded', at: '', run: 'r' } as const;
  const letters = [
    letter(),
    letter({ id: 'l2', report: 'tonspur/b/sales/2026-03/-' }),
    letter({ id: 'l3', code: 'X' }),
    letter({ id: 'l4', resolution }),
  ];
  const { deadLetters } = await createRunReport(
    sources({ sink: sinkOf([manifest([])], letters), nextStep: ({ code }) => `mend ${code}` }),
  );
  expect(deadLetters).toMatchObject({ open: 3, discarded: 1, more: { reasons: 0, letters: 0 } });
  expect(deadLetters.reasons[0]).toMatchObject({
    code: 'ISRC_INVALID',
    letters: 2,
    reports: 2,
    place: 'tonspur/a/sales/2026-03/-, line 8',
    next: 'mend ISRC_INVALID',
  });
});

test('a lake of many months and territories gives a page of bounded size whose rest is said', async () => {
  const territories = Array.from({ length: 240 }, (_, index) => `T${index}`);
  const months = Array.from(
    { length: 60 },
    (_, index) => `${2021 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`,
  );
  const manifests = months.flatMap((month) =>
    ['a', 'b', 'c', 'd'].map((dsp) =>
      manifest(
        territories.map((territory) => euro(territory, month, '1.00')),
        { report: { dsp, account: 'x', feed: 'sales', period: month, scope: '-' } },
      ),
    ),
  );
  const cells = months.map((month) => cell(month, 'present'));
  const feeds = Array.from({ length: 60 }, (_, index) => feed(cells, { account: `account-${index}` }));
  const report = await createRunReport(sources({ sink: sinkOf(manifests), calendar: { ...noCalendar, feeds } }));
  expect(report.calendar).toMatchObject({ earlierMonths: 24, moreFeeds: 20 });
  expect(report.money[0]).toMatchObject({
    earlierMonths: 24,
    currencies: [{ amount: '240.00', rest: { territories: 228, amount: '228.00' } }],
  });
  const page = await runReportPage(report);
  expect(page.length).toBeLessThan(1_000_000);
  expect(page).toContain('24 earlier months not shown, 20 more feeds not shown');
});

test('what comes from outside stands on the page as text, whatever it says', async () => {
  const evil = '<script>alert(1)</script>"\'&\u202e';
  const lines = [{ ...euro(evil, '2026-03', '1'), currency: evil }];
  const reports = [
    manifest(lines, { report: { dsp: evil, account: evil, feed: evil, period: '2026-03', scope: evil } }),
  ];
  const given = sources({
    ...{ name: evil, run: 'r1', sink: sinkOf(reports, [letter({ code: evil, message: evil, path: evil })]) },
    calendar: { ...noCalendar, feeds: [feed([cell('2026-03', 'late')], { account: evil, due: evil })] },
    findings: [
      {
        ...{
          id: 'f',
          report: evil,
          rule: 'volume',
          code: 'X',
          subject: evil,
          severity: 'error',
          policy: 'stop',
          count: 1,
        },
        ...{ message: evil, expected: evil, came: evil, periods: [], isCommitted: false },
      },
    ],
  });
  await writeRun(given, 'r1', [
    runStarted([evil]),
    [
      'sync.settled',
      started,
      { pipeline: evil, sync: 's', outcome: outcome(evil, { verdict: evil, code: evil, message: evil }) },
    ],
    ['operator.acted', started, { act: evil, who: evil, why: evil }],
    ['run.settled', started, { durationMs: 1, cancelled: false, totals: {} }],
  ]);
  const page = await runReportPage(await createRunReport(given));
  expect(page).not.toContain('<script');
  expect(page).not.toContain('\u202e');
  expect(page).not.toContain(evil);
  expect(page.split('&lt;script&gt;').length).toBeGreaterThan(10);
});

test('rows as received are never on the page nor in the data', async () => {
  const report = await createRunReport(sources({ sink: sinkOf([manifest([])], [letter()]) }));
  expect(JSON.stringify(report) + (await runReportPage(report))).not.toContain('RAW-ROW');
});

test('an empty lake gives a page that says so', async () => {
  const report = await createRunReport(sources());
  expect(report.headline).toEqual({ tone: 'good', title: 'Nothing has run yet', reasons: [] });
  const page = await runReportPage(report);
  for (const text of [
    'No run is on record',
    'nothing is known to be due',
    'The lake holds no rows yet',
    'No rejected row is open',
  ])
    expect(page).toContain(text);
});
