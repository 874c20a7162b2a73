import { monthly } from '@ledgerline/core';
import type { CalendarRequest } from '@ledgerline/core/runtime';
import { afterEach, expect, test } from 'vitest';
import { type BooksOptions, BooksWorld, paper, row } from './books-world.ts';

const worlds: BooksWorld[] = [];
function open(options?: BooksOptions): BooksWorld {
  const world = new BooksWorld(options);
  worlds.push(world);
  return world;
}
afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

const documented = monthly({ day: 15, zone: 'UTC', source: 'made up' });
const assumed = monthly({ day: 15, zone: 'UTC', assumed: true, source: 'made up' });
const month = (period: string) => paper(period, [row({ period })]);

async function ends(world: BooksWorld) {
  return (await world.run()).outcomes.map(({ report, verdict, effect }) => `${report.period} ${verdict} ${effect}`);
}

async function states(world: BooksWorld, request?: CalendarRequest) {
  const { feeds } = await world.with((ledgerline) => ledgerline.calendar(request));
  return feeds.flatMap(({ cells }) => cells.map(({ period, state }) => `${period} ${state}`));
}

test('a run tells what the DSP promised and does not list: missing past its date, not ready before', async () => {
  const world = open({ available: documented, now: '2026-04-14T00:00:00Z' });
  world.papers = [month('2026-01')];
  expect(await ends(world)).toEqual(['2026-01 complete committed', '2026-02 missing none', '2026-03 not-ready none']);
  world.now = '2026-04-15T00:00:00Z';
  const { outcomes } = await world.run();
  expect(outcomes.map(({ code }) => code)).toEqual(['REPORT_MISSING', 'REPORT_MISSING']);
  expect(outcomes[1]?.message).toBe(
    'Not listed, though it was due 2026-04-15T00:00Z (by 00:00 UTC on day 15 of the next month). Ask made-up for it; if that date is wrong, set `due` of the pipeline.',
  );
  expect(await states(world)).toEqual(['2026-01 present', '2026-02 missing', '2026-03 missing', '2026-04 expected']);
  world.papers.push(month('2026-02'), month('2026-03'));
  expect(await ends(world)).toEqual(['2026-02 complete committed', '2026-03 complete committed']);
});

test('a report that was committed and is no longer listed is not missing', async () => {
  const world = open({ available: documented, now: '2026-02-20T00:00:00Z' });
  world.papers = [month('2026-01')];
  await world.run();
  world.papers = [];
  expect(await ends(world)).toEqual([]);
});

test('an assumed date ends no run; it is late in the calendar once there was a first report', async () => {
  const world = open({ available: assumed });
  expect([await ends(world), await states(world)]).toEqual([[], []]);
  world.papers = [month('2026-02')];
  expect(await ends(world)).toEqual(['2026-02 complete committed']);
  expect(await states(world)).toEqual(['2026-02 present', '2026-03 late', '2026-04 expected']);
});

test('a due rule of the operator makes it a promise, with grace and a first month', async () => {
  const due = { sales: { day: 10, zone: 'Europe/Berlin', graceDays: 5, from: '2026-02' } };
  const world = open({ available: assumed, pipeline: { due }, now: '2026-04-14T21:59:59Z' });
  expect(await ends(world)).toEqual(['2026-02 missing none', '2026-03 not-ready none']);
  expect(await states(world)).toEqual(['2026-02 missing', '2026-03 late', '2026-04 expected']);
  world.now = '2026-04-14T22:00:00Z';
  expect(await states(world, { from: '2026-03', to: '2026-03' })).toEqual(['2026-03 missing']);
});

test('a due rule serves a feed of which nobody knows a date', async () => {
  const world = open({ pipeline: { due: { sales: { afterDays: 3 } } }, now: '2026-02-03T00:00:00Z' });
  expect(await ends(world)).toEqual(['2026-01 missing none']);
});

test.each([
  [{ sale: { day: 3 } }, 'the connector has no such feed; did you mean "sales"?'],
  [{ sales: { graceDays: 3 } }, 'nobody knows when it is due'],
  [{ sales: { day: 3, afterDays: 3 } }, 'sales has both `day` and `afterDays`'],
  [{ sales: { day: 3, zone: 'Europe/Nowhere' } }, 'a time zone nobody knows: Europe/Nowhere'],
  [{ sales: { day: 3, from: '2026-02-30' } }, 'the calendar has no such day'],
])('the due rule %o is refused', async (due, message) => {
  await expect(open({ pipeline: { due } }).run()).rejects.toThrow(message);
});

test('a report proven empty, and one held, say so; the window of a request narrows the calendar', async () => {
  const world = open({ available: documented });
  world.papers = [
    paper('2026-01', [], { claims: [{ where: 'footer', rows: '0' }] }),
    paper('2026-02', [row({ period: '2026-02' })], { claims: [{ where: 'footer', rows: '2' }] }),
  ];
  await world.run();
  expect(await states(world)).toEqual(['2026-01 empty', '2026-02 held', '2026-03 missing', '2026-04 expected']);
  expect(await states(world, { from: '2026-02', to: '2026-03-31' })).toEqual(['2026-02 held', '2026-03 missing']);
  await expect(states(world, { from: 'soon' })).rejects.toThrow('--from soon is no period');
  await expect(states(world, { pipelines: ['b'] })).rejects.toThrow('There is no pipeline "b"');
});
