import { expect, test } from 'vitest';
import { startApple } from './run-apple.ts';

const day = { feed: 'sales', since: '2026-03-05', until: '2026-03-05' };

test('a day of purchases is committed row for row, returns negative, without money', async () => {
  const { fake, run } = await startApple({ now: '2026-03-10T18:00:00Z', fake: { rows: 200 } });
  const { outcomes, manifests, rows } = await run(day);
  const { totals } = fake.sales(['80012345', 'Sales', 'Detailed', 'Daily', '20260305']);
  expect(outcomes).toMatchObject([{ verdict: 'complete', accepted: totals.rows, rejected: 0, units: totals.units }]);
  expect(outcomes[0]?.amounts).toEqual({});
  expect(rows).toHaveLength(200);
  expect(rows.filter(({ saleType }) => saleType === 'return').every(({ units }) => String(units).startsWith('-'))).toBe(
    true,
  );
  expect(new Set(rows.map(({ saleType }) => saleType))).toEqual(new Set(['purchase', 'return']));
  expect(manifests[0]).toMatchObject({
    object: '80012345-Sales-Detailed-Daily-20260305',
    report: { scope: '80012345' },
  });
  expect(manifests[0]?.evidence.map(({ kind }) => kind)).toContain('gzip-trailer');
});

test('weeks are asked for by the Sunday that ends them, months by year and month', async () => {
  const { fake, run } = await startApple({ now: '2026-04-20T18:00:00Z' });
  const weekly = await run({
    feed: 'sales',
    since: '2026-03-02',
    until: '2026-03-15',
    config: { sales: { frequency: 'weekly' } },
  });
  expect(weekly.outcomes.map(({ verdict, report }) => [verdict, report.period])).toEqual([
    ['complete', '2026-03-02--2026-03-08'],
    ['complete', '2026-03-09--2026-03-15'],
  ]);
  const monthly = await run({
    feed: 'sales',
    since: '2026-03',
    until: '2026-03',
    config: { sales: { frequency: 'monthly' } },
  });
  expect(monthly.outcomes).toMatchObject([{ verdict: 'complete', report: { period: '2026-03' } }]);
  const asked = fake.requests
    .filter(({ command }) => command === 'Sales.getReport')
    .map(({ args }) => args.slice(3).join(' '));
  expect(asked.sort()).toEqual(['Monthly 202603', 'Weekly 20260308', 'Weekly 20260315']);
});

test('210 is not ready and asked for again; days that have not ended are not asked for', async () => {
  const { fake, run, setNow } = await startApple({ now: '2026-03-06T10:00:00Z' }); // 2 am in California
  const early = await run({ ...day, until: '2026-03-07' });
  expect(early.outcomes).toMatchObject([{ verdict: 'not-ready', report: { period: '2026-03-05' } }]);
  expect(early.outcomes[0]?.message).toContain('210 Report is not available yet');
  expect(early.manifests).toEqual([]);
  setNow('2026-03-06T14:00:00Z');
  expect((await run(day)).outcomes).toMatchObject([{ verdict: 'complete' }]);
  expect(fake.requests.map(({ code }) => code)).toEqual([undefined, 210, undefined, undefined]);
});

test('213 proves a past day empty, and of a week or month only a day after it was due', async () => {
  const { fake, run, setNow } = await startApple({ now: '2026-03-09T18:00:00Z' });
  fake.state.noSales.add('80012345/Sales/Detailed/Daily/20260305').add('80012345/Sales/Detailed/Weekly/20260308');
  const daily = await run(day);
  expect(daily.outcomes).toMatchObject([{ verdict: 'empty', effect: 'committed', accepted: 0 }]);
  expect(daily.manifests[0]?.claims).toContainEqual(
    expect.objectContaining({ what: 'row count', claimed: '0', holds: true }),
  );
  const week = { feed: 'sales', since: '2026-03-02', until: '2026-03-08', config: { sales: { frequency: 'weekly' } } };
  expect((await run(week)).outcomes).toMatchObject([{ verdict: 'not-ready' }]);
  setNow('2026-03-10T12:30:00Z');
  expect((await run(week)).outcomes).toMatchObject([{ verdict: 'empty' }]);
});

test('what Apple no longer keeps is gone; what is older than its year is not even asked for', async () => {
  const { fake, run } = await startApple({ now: '2026-03-10T18:00:00Z' });
  const { outcomes, skipped } = await run({ ...day, since: '2025-02-28', until: '2025-03-06' });
  expect(outcomes.map(({ verdict }) => verdict)).toEqual(['gone', 'gone', 'gone', 'gone']);
  expect(outcomes[0]?.message).toContain('209');
  expect(skipped).toEqual([{ object: 'sales', reason: '3 periods are older than the year Apple keeps' }]);
  expect(fake.requests.filter(({ command }) => command === 'Sales.getReport')).toHaveLength(4);
});

test('a fresh day is read again: changed bytes supersede, equal bytes change nothing, an old day is left alone', async () => {
  const { fake, run, setNow } = await startApple({ now: '2026-03-06T14:00:00Z' });
  const key = '80012345/Sales/Detailed/Daily/20260305';
  expect((await run(day)).outcomes).toMatchObject([{ effect: 'committed' }]);
  expect((await run(day)).outcomes).toEqual([]); // the same day: asked once
  setNow('2026-03-07T14:00:00Z');
  expect((await run(day)).outcomes).toMatchObject([{ effect: 'unchanged' }]);
  fake.state.revisions.set(key, 1);
  setNow('2026-03-08T12:00:00Z');
  const reissued = await run(day);
  expect(reissued.outcomes).toMatchObject([{ effect: 'committed', units: fake.sales(key.split('/')).totals.units }]);
  expect(reissued.manifests).toMatchObject([{ sequence: 2 }]);
  expect(reissued.rows).toHaveLength(40);
  const before = fake.requests.length;
  setNow('2026-03-12T14:00:00Z');
  fake.state.revisions.set(key, 2);
  expect((await run(day)).outcomes).toEqual([]);
  expect(fake.requests.slice(before).map(({ command }) => command)).toEqual(['Sales.getVendors']);
});

test('the report of another week is thrown away and asked for once more; twice wrong, nothing is kept', async () => {
  const { fake, run } = await startApple({ now: '2026-03-20T18:00:00Z' });
  const week = { feed: 'sales', since: '2026-03-02', until: '2026-03-08', config: { sales: { frequency: 'weekly' } } };
  fake.faults.add({ command: 'Sales.getReport', nth: [1, 2, 3] }, { kind: 'other-days', byDays: -7 });
  const wrong = await run(week);
  expect(wrong.outcomes).toMatchObject([{ verdict: 'failed', code: 'WRONG_REPORT', accepted: 0 }]);
  expect(wrong.outcomes[0]?.message).toContain('2026-03-02--2026-03-08');
  const right = await run(week);
  expect(right.outcomes).toMatchObject([{ verdict: 'complete', accepted: 40 }]);
  expect(right.rows).toHaveLength(40);
  expect(fake.requests.filter(({ command }) => command === 'Sales.getReport')).toHaveLength(4);
});

test('several gzip members, no Content-Encoding, moved and unknown columns: the same rows', async () => {
  const { fake, run } = await startApple({ now: '2026-03-10T18:00:00Z' });
  const plain = await run(day);
  Object.assign(fake.state, { gzipMembers: 3, contentEncoding: undefined, shuffled: true });
  const other = await run({ ...day, since: '2026-03-06', until: '2026-03-06' });
  const { totals } = fake.sales(['80012345', 'Sales', 'Detailed', 'Daily', '20260306']);
  expect(other.outcomes).toMatchObject([{ verdict: 'complete', accepted: totals.rows, units: totals.units }]);
  expect(other.manifests.flatMap(({ findings }) => findings.map(({ message }) => message)).join()).toContain(
    'Brand New Column',
  );
  expect(plain.outcomes).toMatchObject([{ verdict: 'complete' }]);
});

test('a gzip that breaks off is asked for once more, and never a short report', async () => {
  const { fake, run } = await startApple({ now: '2026-03-10T18:00:00Z' });
  fake.faults.add({ command: 'Sales.getReport', nth: 1 }, { kind: 'truncated', missingBytes: 20 });
  expect((await run(day)).outcomes).toMatchObject([{ verdict: 'complete', accepted: 40 }]);
  fake.faults.add({ command: 'Sales.getReport' }, { kind: 'truncated', missingBytes: 20 });
  const broken = await run({ ...day, since: '2026-03-06', until: '2026-03-06' });
  expect(broken.outcomes).toMatchObject([{ verdict: 'incomplete', code: 'GZIP_TRUNCATED' }]);
  expect(broken.rows).toHaveLength(40);
});
