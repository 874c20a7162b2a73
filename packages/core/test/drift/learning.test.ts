import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemoryAudit } from '../../src/audit/memory-audit.ts';
import { acceptanceSpace } from '../../src/contracts/acceptance.ts';
import type { StateStore } from '../../src/contracts/state.ts';
import { createDriftLog } from '../../src/drift/drift-log.ts';
import { PairTable, unpackPairs } from '../../src/drift/pair-table.ts';
import { driftSettings } from '../../src/drift/settings.ts';
import { createMemoryState } from '../../src/state/memory-state.ts';
import { batchOf, type Cells, learnt, month, monthName, read, reportOf, times } from './clean-month.ts';

const spaces = ['drift-lessons', 'drift-findings', 'drift-breaks'];
const all = async (state: StateStore) => Promise.all(spaces.map((space) => state.list(space)));
const cheaper = (rows: readonly Cells[]) => rows.map((row) => ({ ...row, amount: times(row.amount, 0.5) }));

function logOf(state: StateStore) {
  const audit = createMemoryAudit();
  const log = createDriftLog({ state, clock: { wall: () => 0 }, withAudit: async (write) => write(audit) });
  return { log, audit };
}

test('only committed reports teach, and a re-issue takes the place of what its predecessor taught', async () => {
  const state = await learnt(3);
  const before = await state.list('drift-lessons');
  await read(state, '2026-04', cheaper(month()), { commit: false });
  expect(await state.list('drift-lessons')).toEqual(before);
  await read(state, '2026-03', cheaper(month()));
  const twice = await state.list('drift-lessons');
  await read(state, '2026-03', month());
  expect(twice).not.toEqual(before);
  expect(await state.list('drift-lessons')).toEqual(before);
});

test('the same reports teach the same, however often and however interleaved they commit', async () => {
  const state = await learnt(5);
  const again = await learnt(5);
  await Promise.all([
    read(again, '2026-04', month()),
    read(again, '2026-05', month()),
    read(again, '2026-05', month()),
  ]);
  expect(await all(again)).toEqual(await all(state));
});

test('what is kept of a series is bounded, and an old ISRC stays known', async () => {
  const state = await learnt(0);
  const days = Array.from({ length: 70 }, (_, at) => new Date(Date.UTC(2026, 0, at + 1)).toISOString().slice(0, 10));
  for (const [at, day] of days.entries()) {
    const rows = month().map((row, index) => (at > 0 && index % 20 === 19 ? { ...row, isrc: undefined } : row));
    await read(state, day, rows);
  }
  expect(await state.list('drift-lessons')).toHaveLength(63);
  const isLast = ({ isrc }: Cells) => isrc === 'SEXYZ2600019';
  const moved = month().map((row) => (isLast(row) ? { ...row, upc: '073700000001' } : row));
  expect((await read(state, '2026-03-12', moved)).codes).toContain('DRIFT_UPC_CHANGED');
});

test('a killed and resumed reading finds and teaches what an uninterrupted one does', async () => {
  const spoils: readonly ((rows: readonly Cells[]) => readonly Cells[])[] = [
    (rows) => rows,
    cheaper,
    (rows) => rows.map((row, at) => (at % 17 === 0 ? { ...row, amount: times(row.amount, 1000) } : row)),
    (rows) => rows.map((row, at) => (at % 40 === 7 ? { ...row, upc: '073700000001', territory: 'CA' } : row)),
    (rows) => rows.map((row) => ({ ...row, amount: `-${row.amount}`, currency: 'USD' })),
  ];
  const settings = driftSettings({
    rules: { 'rate-row': 'quarantine', 'sign-row': 'quarantine', 'territory-new': 'quarantine' },
  });
  const base = await learnt(4);
  const lessons = await base.list('drift-lessons');
  const fresh = async () => {
    const state = createMemoryState();
    await state.write(lessons.map(({ key, value }) => ({ space: 'drift-lessons', key, value })));
    return state;
  };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...spoils),
      fc.integer({ min: 1, max: 60 }),
      fc.array(fc.nat(20), { maxLength: 4 }),
      async (spoil, batchRows, resumeAfter) => {
        const rows = spoil(month());
        const [whole, parts] = [await fresh(), await fresh()];
        const one = await read(whole, '2026-05', rows, { settings, batchRows });
        const other = await read(parts, '2026-05', rows, { settings, batchRows, resumeAfter });
        expect(other).toEqual(one);
        expect(await all(parts)).toEqual(await all(whole));
      },
    ),
    { numRuns: 40 },
  );
});

test('what was accepted passes, is on record, and is what later reports are measured by', async () => {
  const state = await learnt(6);
  const settings = driftSettings({ rules: { rate: 'stop' } });
  const options = { settings, commit: false };
  const held = await read(state, '2026-07', cheaper(month()), options);
  expect(held.findings.map(({ severity }) => severity)).toEqual(['error']);
  const { log, audit } = logOf(state);
  const [listed] = await log.list({ pipeline: 'p' });
  expect(listed).toMatchObject({ report: 'deezer/label-a/sales/2026-07/-', rule: 'rate', isCommitted: false });
  await log.accept(listed!.id.slice(0, 6), { who: 'an operator', why: 'new deal' });
  expect(await state.list(acceptanceSpace)).toMatchObject([
    { key: `finding:${listed!.id}`, value: { subject: 'finding', who: 'an operator', why: 'new deal' } },
  ]);
  expect(audit.lines.map((line) => JSON.parse(line).kind)).toEqual(['drift.accepted']);

  const other = await read(
    state,
    '2026-07',
    month((row) => ({ ...row, amount: times(row.amount, 0.2) })),
    options,
  );
  expect(other.findings.map(({ severity }) => severity)).toEqual(['error']);
  const passed = await read(state, '2026-07', cheaper(month()), { settings });
  expect(passed.findings).toMatchObject([
    { severity: 'info', message: expect.stringMatching(/Accepted by an operator: new deal\.$/) },
  ]);
  expect(await log.list()).toMatchObject([{ isCommitted: true, accepted: { who: 'an operator' } }]);
  expect((await read(state, '2026-08', cheaper(month()), { settings })).codes).toEqual([]);
  expect((await read(state, '2026-09', month(), options)).codes).toEqual(['DRIFT_RATE']);
});

test('rows of an accepted finding are no longer set aside', async () => {
  const state = await learnt(4);
  const rows = month((row, at) => (at === 5 ? { ...row, amount: times(row.amount, 1000) } : row));
  expect((await read(state, '2026-05', rows, { commit: false })).rejected).toHaveLength(1);
  const { log } = logOf(state);
  const [finding] = await log.list({ report: 'deezer/label-a/sales/2026-05/-' });
  await log.accept(finding!.id, { who: 'me', why: 'a lump sum' });
  const { rejected, findings } = await read(state, '2026-05', rows);
  expect([rejected, findings.map(({ severity }) => severity)]).toEqual([[], ['info']]);
});

test('rows at the head of an accepted group are not set aside either, though the first batch cannot know the group', async () => {
  const state = await learnt(4);
  const rows = month((row) => (row.territory === 'DE' ? { ...row, amount: times(row.amount, 1000) } : row));
  const options = { commit: false, batchRows: 43 };
  expect((await read(state, '2026-05', rows, options)).rejected).toHaveLength(3);
  const { log } = logOf(state);
  const [finding] = await log.list();
  expect(finding).toMatchObject({ rule: 'unit-jump', subject: 'DE stream premium EUR' });
  await log.accept(finding!.id, { who: 'me', why: 'thousandths from now on' });
  expect((await read(state, '2026-05', rows, options)).rejected).toEqual([]);
});

test('a finding that nobody knows, or that has no reason, is not accepted', async () => {
  const { log } = logOf(await learnt(1));
  await expect(log.find('0123456789ab')).rejects.toThrow('"0123456789ab" is no finding on record');
  await expect(log.accept('0123456789ab', { who: 'me', why: ' ' })).rejects.toMatchObject({ code: 'WHY_MISSING' });
});

test('a table of pairs stays within its bound, whatever the number of ISRCs', () => {
  const table = new PairTable([], 1024);
  for (let from = 0; from < 5000; from += 500) {
    const rows = Array.from({ length: 500 }, (_, at) => ({
      isrc: `SEXYZ26${String(from + at).padStart(5, '0')}`,
      upc: `${from + at}`,
    }));
    const batch = batchOf(reportOf(monthName(1)), rows);
    table.see(batch.column('isrc')!, batch.column('upc')!, batch);
  }
  expect(table.newPairs()).toHaveLength(1024);
  const later = new PairTable([table.newPairs()], 1024);
  expect(unpackPairs(later.snapshot().seen)).toHaveLength(0);
  expect(later.changed()).toEqual({ count: 0, examples: [] });
});
