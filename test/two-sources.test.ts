import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ComparedReport, RateLimitError, reportId, UpstreamError } from '@ledgerline/core';
import { reconcile } from '@ledgerline/core/runtime';
import { afterEach, expect, test } from 'vitest';
import { report, TwoSourcesWorld } from './two-sources-world.ts';

const worlds: TwoSourcesWorld[] = [];
function open(...options: ConstructorParameters<typeof TwoSourcesWorld>): TwoSourcesWorld {
  const world = new TwoSourcesWorld(...options);
  worlds.push(world);
  return world;
}
afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

/** What is in force, and everything before it. */
async function ledger(world: TwoSourcesWorld) {
  const told = (await world.manifests(true)).map(
    ({ sequence, provenance, totals, fallback, equivalence }) =>
      `${sequence} ${provenance} ${totals[0]?.amount}${fallback ? ` ${fallback.reason}` : ''}${equivalence ? ` ${equivalence.verdict}` : ''}`,
  );
  expect(await world.manifests()).toHaveLength(told.length === 0 ? 0 : 1);
  return told;
}

test('what the DSP delivers leaves the folder alone, and says why', async () => {
  const world = open();
  world.api(['0.01']);
  world.put(['0.02']);
  const { outcomes, skipped } = await world.run();
  expect([outcomes.map(({ effect }) => effect), skipped]).toEqual([['committed'], []]);
  expect(await ledger(world)).toEqual(['1 api 0.01']);
});

test('a file stands in for a listing that is gone: provenance and reason are in rows, manifest, outcome and status', async () => {
  const world = open();
  world.down();
  world.put(['0.01', '0.02']);
  const { outcomes, error } = await world.run();
  expect(outcomes).toMatchObject([
    {
      effect: 'committed',
      provenance: 'file',
      accepted: 2,
      fallback: { reason: 'gone', code: 'UPSTREAM_UNAVAILABLE' },
    },
  ]);
  expect(error?.message).toContain('410');
  expect(await ledger(world)).toEqual(['1 file 0.03 gone']);
  const rows = await world.with(async (ledgerline) => {
    const [first] = await Array.fromAsync((await ledgerline.openSink()).files());
    return readFileSync(first?.absolutePath ?? '', 'utf8')
      .trim()
      .split('\n');
  });
  expect(rows.map((line) => JSON.parse(line).source)).toEqual([
    { report, line: 2, provenance: 'file' },
    { report, line: 3, provenance: 'file' },
  ]);
  const { feeds } = await world.with((ledgerline) => ledgerline.calendar());
  expect(feeds[0]?.cells).toMatchObject([{ state: 'present', reports: [{ provenance: 'file' }] }]);
});

test('a report that could not be read is covered by its file, in this run and in the next', async () => {
  const world = open();
  world.api(['0.01']);
  world.put(['0.01']);
  world.readingFails = new UpstreamError('answered 500 after 5 attempts (attempts)', { disposition: 'abort' });
  const first = await world.run();
  expect(first.error).toBeUndefined();
  expect(first.outcomes).toMatchObject([{ effect: 'committed', fallback: { reason: 'gave-up' } }]);
  expect((await world.run()).outcomes).toMatchObject([
    { effect: 'unchanged', provenance: 'file', fallback: { reason: 'gave-up' } },
  ]);
  world.take();
  expect((await world.run()).outcomes).toMatchObject([{ effect: 'unchanged', provenance: 'file' }]);
});

test('a DSP that puts us off has its time first, and a report that it delivers at last takes the time back', async () => {
  const world = open({ fallback: { circuitOpenHours: 24 } });
  world.put(['0.01']);
  world.down(new RateLimitError('defer', 'made-up failed several times (max-wait: failures)'));
  expect((await world.run()).skipped).toMatchObject([{ reason: expect.stringContaining('circuit-open') }]);
  world.now = '2026-04-21T11:59:59Z';
  expect((await world.run()).outcomes).toEqual([]);
  world.up();
  await world.run();
  world.down(new RateLimitError('defer', 'made-up failed several times (max-wait: failures)'));
  world.now = '2026-04-21T12:00:01Z';
  expect((await world.run()).outcomes).toEqual([]);
  world.now = '2026-04-22T12:00:02Z';
  expect((await world.run()).outcomes).toMatchObject([{ effect: 'committed', fallback: { reason: 'circuit-open' } }]);
});

test('a report past its promised date is taken from its file; before it the DSP has its time', async () => {
  const world = open({ pipeline: { due: { sales: { day: 15, graceDays: 3 } }, since: '2026-03', until: '2026-03' } });
  world.put(['0.01']);
  world.now = '2026-04-17T23:00:00Z';
  expect((await world.run()).outcomes).toMatchObject([{ verdict: 'not-ready' }]);
  world.now = '2026-04-18T00:00:00Z';
  expect((await world.run()).outcomes).toMatchObject([{ effect: 'committed', fallback: { reason: 'past-due' } }]);
  expect((await world.run()).outcomes).toEqual([]);
});

test('only the reasons that are named count', async () => {
  const world = open({ fallback: { when: ['past-due'] } });
  world.down();
  world.put(['0.01']);
  const { outcomes, skipped } = await world.run();
  expect([outcomes, skipped]).toMatchObject([[], [{ reason: expect.stringContaining('gone is no reason') }]]);
});

async function compared(world: TwoSourcesWorld): Promise<ComparedReport | undefined> {
  return world.with((ledgerline) => ledgerline.comparison(report));
}

test('the DSP comes back with the same rows: equal, its report takes the place of the file, the totals stay', async () => {
  const world = open();
  world.down();
  world.put(['0.01', '0.02']);
  await world.run();
  world.up();
  world.api(['0.020', '0.01']);
  expect((await world.run()).outcomes).toMatchObject([{ effect: 'committed', equivalence: { verdict: 'equal' } }]);
  expect(await ledger(world)).toEqual(['1 file 0.03 gone', '2 api 0.030 equal']);
  expect(await compared(world)).toMatchObject({ stands: 'api', policy: 'hold', first: [] });
  // The file that still lies there, and the DSP's own report, change nothing any more.
  expect((await world.run()).outcomes).toEqual([]);
  world.down();
  expect((await world.run()).outcomes).toEqual([]);
  expect(await ledger(world)).toHaveLength(2);
});

test('the DSP comes back with another cent: held with the row on record, until a person has decided', async () => {
  const world = open();
  world.down();
  world.put(['0.01', '0.02']);
  await world.run();
  world.up();
  world.api(['0.01', '0.03']);
  const [held] = (await world.run()).outcomes;
  expect(held).toMatchObject({ verdict: 'held', effect: 'none', code: 'SOURCES_DIFFER' });
  expect(held?.message).toContain('1 rows differ, the file less the DSP (-0.01 EUR)');
  expect(await ledger(world)).toEqual(['1 file 0.03 gone']);
  const record = await compared(world);
  expect(record).toMatchObject({
    stands: 'held',
    first: [
      { kind: 'different', amount: '-0.01', file: { line: 3, amount: '0.02' }, api: { line: 3, amount: '0.03' } },
    ],
  });
  expect(
    readFileSync(record?.differences ?? '', 'utf8')
      .trim()
      .split('\n'),
  ).toHaveLength(1);
  const { feeds } = await world.with((ledgerline) => ledgerline.calendar());
  expect(feeds[0]?.cells).toMatchObject([{ state: 'held' }]);

  await world.with((ledgerline) => ledgerline.accept({ report, who: 'an operator', why: 'the DSP corrected a row' }));
  expect((await world.run()).outcomes).toMatchObject([{ effect: 'committed', acceptance: { who: 'an operator' } }]);
  expect(await ledger(world)).toEqual(['1 file 0.03 gone', '2 api 0.04 different']);
  const after = await world.with((ledgerline) => ledgerline.calendar());
  expect(after.feeds[0]?.cells).toMatchObject([{ state: 'present' }]);
});

test.each([
  ['api-wins', ['1 file 0.03 gone', '2 api 0.04 different'], 'api'],
  ['file-wins', ['1 file 0.03 gone'], 'file'],
] as const)('by %s nobody is asked', async (sourcesDiffer, expected, stands) => {
  const world = open({ pipeline: { sourcesDiffer } });
  world.down();
  world.put(['0.01', '0.02']);
  await world.run();
  world.up();
  world.api(['0.01', '0.03']);
  await world.run();
  expect(await ledger(world)).toEqual(expected);
  expect(await compared(world)).toMatchObject({ stands });
  // Decided once: neither is read again.
  expect((await world.run()).outcomes).toEqual([]);
});

test('a file under another scope than the DSP uses is never counted beside it', async () => {
  const world = open();
  world.down();
  world.put(['0.01']);
  await world.run();
  world.up();
  world.api(['0.01']);
  world.papers = world.papers.map((paper) => ({ ...paper, scope: 'part' }));
  expect((await world.run()).outcomes).toMatchObject([{ verdict: 'held', code: 'SOURCES_OVERLAP' }]);
  expect((await world.manifests()).map((manifest) => reportId(manifest.report))).toEqual([report]);
});

test('a preview compares as a run does and leaves nothing behind', async () => {
  const world = open();
  world.down();
  world.put(['0.01', '0.02']);
  await world.run();
  world.up();
  world.api(['0.01', '0.03']);
  const { books } = await world.with((ledgerline) => ledgerline.preview());
  expect(books?.outcomes).toMatchObject([{ verdict: 'held', equivalence: { verdict: 'different' } }]);
  expect(await compared(world)).toBeUndefined();
  const scratch = join(world.folder, '.ledgerline', 'spool', 'scratch');
  expect(existsSync(scratch) ? readdirSync(scratch) : []).toEqual([]);
});

test('the books add up after all of it', async () => {
  const world = open();
  world.down();
  world.put(['0.01', '0.02']);
  await world.run();
  world.up();
  world.api(['0.01', '0.02']);
  await world.run();
  await world.with(async (ledgerline) => {
    const sink = await ledgerline.openSink();
    const reports = reconcile(sink);
    for (let next = await reports.next(); ; next = await reports.next()) {
      if (next.done) break;
      expect(next.value).toMatchObject({ agrees: true });
    }
    const problems = [];
    const verifying = sink.verify?.();
    for (let next = await verifying?.next(); next && !next.done; next = await verifying?.next())
      problems.push(next.value);
    expect(problems).toEqual([]);
  });
});
