import { expect, test } from 'vitest';
import { reportId } from '../../src/contracts/report.ts';
import { findingId } from '../../src/drift/finding.ts';
import { driftSettings } from '../../src/drift/settings.ts';
import { learnt, month, monthName, read, reportOf, times } from './clean-month.ts';

test('a report like those before has no findings, and neither has the first one', async () => {
  const state = await learnt(6);
  expect(await read(state, '2026-07', month())).toEqual({ findings: [], rejected: [], codes: [] });
});

test('a report in other units is told once, for all groups, and stops the commit', async () => {
  const state = await learnt(4);
  const rows = month((row) => ({ ...row, amount: times(row.amount, 1e6) }));
  const { findings, rejected } = await read(state, '2026-05', rows, { commit: false });
  expect(rejected).toEqual([]);
  expect(findings).toHaveLength(1);
  const id = findingId(reportId(reportOf('2026-05')), 'unit-jump', 'report');
  expect(findings[0]).toMatchObject({ id, code: 'DRIFT_UNIT_JUMP', severity: 'error', count: 120, field: 'amount' });
  expect(findings[0]?.message).toContain('in 3 groups, 100 % of the rows.');
  expect(findings[0]?.message).toContain(`ledgerline drift accept ${id} --why TEXT`);
});

test('a report of many small groups in other units is held, though no group has rows enough to speak alone', async () => {
  const places = ['US', 'CA', 'AU', 'NZ', 'GB', 'IE', 'DE', 'AT', 'CH', 'FR', 'BE', 'NL'];
  const small = (factor: number) =>
    month((row, at) => ({
      ...row,
      territory: places[at % 12],
      currency: 'USD',
      amount: times(row.units, 0.004 * factor),
    }));
  const state = await learnt(0);
  for (let at = 1; at <= 12; at++) await read(state, monthName(at), small(1));
  expect((await read(state, '2027-01', small(1), { commit: false })).codes).toEqual([]);
  const { findings, rejected } = await read(state, '2027-01', small(1e6), { commit: false, batchRows: 4096 });
  expect(findings.map(({ code, severity }) => [code, severity])).toEqual([['DRIFT_UNIT_JUMP', 'error']]);
  expect(rejected).toEqual([]);
});

test('one row in other units is set aside with the code of its rule, and does not teach', async () => {
  const state = await learnt(4);
  const rows = month((row, at) => (at === 5 ? { ...row, amount: times(row.amount, 1000) } : row));
  const { findings, rejected } = await read(state, '2026-05', rows);
  expect(rejected).toEqual([{ row: 5, code: 'DRIFT_UNIT_JUMP_ROW' }]);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({
    code: 'DRIFT_UNIT_JUMP_ROW',
    severity: 'warning',
    count: 1,
    firstPlace: 'line 7',
  });
  const lesson = await state.get('drift-lessons', 'deezer/label-a/sales/-/2026-05');
  expect(lesson).toMatchObject({ rows: 119 });
});

test('a halved rate of one group is flagged with its factor', async () => {
  const state = await learnt(4);
  const rows = month((row) => (row.territory === 'US' ? { ...row, amount: times(row.amount, 0.5) } : row));
  const { findings } = await read(state, '2026-05', rows);
  expect(findings.map(({ code, severity }) => [code, severity])).toEqual([['DRIFT_RATE', 'warning']]);
  expect(findings[0]?.message).toMatch(
    /^The amount per unit of US stream premium USD is 1\/(2|2\.0\d|1\.9\d) of what it was\.$/,
  );
});

test('flipped signs, swapped currencies and impossible territories each have their finding', async () => {
  const state = await learnt(4);
  const peek = { commit: false };
  const flipped = month((row) => (row.territory === 'DE' ? { ...row, amount: `-${row.amount}` } : row));
  expect((await read(state, '2026-05', flipped, peek)).codes).toEqual(['DRIFT_SIGN_FLIP']);
  const swapped = month((row) => (row.territory === 'DE' ? { ...row, currency: 'USD' } : row));
  expect((await read(state, '2026-05', swapped, peek)).codes).toEqual(['DRIFT_CURRENCY_SWAP']);
  const one = month((row, at) => (at === 50 ? { ...row, currency: 'USD' } : row));
  expect((await read(state, '2026-05', one, peek)).codes).toEqual(['DRIFT_CURRENCY_ROW']);
  for (const territory of ['QX', 'YU']) {
    const impossible = month((row, at) => (at === 3 ? { ...row, territory } : row));
    expect((await read(state, '2026-05', impossible, peek)).codes).toEqual(['DRIFT_TERRITORY_INVALID']);
  }
});

test('a return with negative amount and negative units is no flip', async () => {
  const state = await learnt(4);
  const rows = month((row) => ({ ...row, amount: `-${row.amount}`, units: `-${row.units}` }));
  expect((await read(state, '2026-05', rows, { commit: false })).codes).not.toContain('DRIFT_SIGN_FLIP');
});

test('a small new territory at a plausible rate is noted only; one with an impossible rate is flagged', async () => {
  const state = await learnt(4);
  const at = (rate: number) =>
    month((row, index) =>
      index % 20 === 0 ? { ...row, territory: 'CA', currency: 'USD', amount: times(row.units, rate) } : row,
    );
  const plausible = await read(state, '2026-05', at(0.003), { commit: false });
  expect(plausible.findings.map(({ code, severity }) => [code, severity])).toEqual([['DRIFT_TERRITORY_NEW', 'info']]);
  const odd = await read(state, '2026-05', at(0.09), { commit: false });
  expect(odd.findings.map(({ code, severity }) => [code, severity])).toEqual([['DRIFT_TERRITORY_NEW', 'warning']]);
});

test('doubled volume and a territory that always reports and does not are flagged', async () => {
  const state = await learnt(8);
  const doubled = [...month(), ...month()];
  expect((await read(state, '2026-09', doubled, { commit: false })).codes).toEqual(['DRIFT_VOLUME']);
  const { findings } = await read(
    state,
    '2026-09',
    month().filter(({ territory }) => territory !== 'SE'),
    { commit: false },
  );
  expect(findings.map(({ code }) => code)).toEqual(['DRIFT_TERRITORY_MISSING']);
  expect(findings[0]?.message).toContain('in each of the last 6 reports, usually with 40 rows');
});

test('an ISRC that comes with another UPC only is told, one that comes with a further one is not', async () => {
  const state = await learnt(3);
  const isFirst = (isrc: string | undefined) => isrc === 'SEXYZ2600000';
  const moved = month((row) => (isFirst(row.isrc) ? { ...row, upc: '073700000001' } : row));
  const { findings } = await read(state, '2026-04', moved, { commit: false });
  expect(findings.map(({ code, message }) => [code, message])).toEqual([
    ['DRIFT_UPC_CHANGED', 'SEXYZ2600000 comes with UPC 073700000001 and with none of those it had.'],
  ]);
  const further = month((row, at) => (isFirst(row.isrc) && at > 50 ? { ...row, upc: '073700000001' } : row));
  expect((await read(state, '2026-04', further)).codes).toEqual([]);
  expect((await read(state, '2026-05', moved)).codes).toEqual([]);
});

test('columns that were added, went or were renamed are told against the last report', async () => {
  const columns = (header: string[], unmapped: string[] = []) => ({ header, unmapped });
  const before = columns(['ISRC', 'UPC', 'Country', 'Plays', 'Royalty']);
  const state = await learnt(3, { columns: before });
  const seen = async (now: typeof before) =>
    (await read(state, '2026-04', month(), { columns: now, commit: false })).findings.map(({ message }) => message);
  expect(await seen(columns(['isrc', 'UPC', 'Country', 'Plays', 'Royalty']))).toEqual([]);
  expect(await seen(columns(['ISRC', 'UPC', 'Country', 'Streams', 'Royalty'], ['Streams']))).toEqual([
    'Column "Plays" seems to be called "Streams" now.',
  ]);
  expect(await seen(columns(['ISRC', 'UPC', 'Country', 'Plays', 'Royalty', 'Label'], ['Label']))).toEqual([
    'Column "Label" is new: neither mapped nor known to be ignored.',
  ]);
  expect(await seen(columns(['ISRC', 'Country', 'Plays', 'Royalty']))).toEqual([
    'Column "UPC" is gone; 2026-03 still had it.',
  ]);
});

test('before there is a history, columns nobody knows are told as without drift', async () => {
  const state = await learnt(0);
  const columns = { header: ['ISRC', 'Mood'], unmapped: ['Mood'] };
  const { findings } = await read(state, '2026-01', month(), { columns });
  expect(findings.map(({ code, message }) => [code, message])).toEqual([
    ['DRIFT_COLUMN_ADDED', 'Column "Mood" is new: neither mapped nor known to be ignored.'],
  ]);
});

test('a rule is off, flags, sets aside or stops as configured, with its own minimum', async () => {
  const state = await learnt(4);
  const wrong = month((row, at) => (at === 5 ? { ...row, amount: times(row.amount, 30) } : row));
  const under = async (rule: unknown) => {
    const settings = driftSettings({ rules: { 'rate-row': rule } } as Parameters<typeof driftSettings>[0]);
    const { findings, rejected } = await read(state, '2026-05', wrong, { settings, commit: false });
    return [findings.map(({ severity }) => severity), rejected.length];
  };
  expect(await under('off')).toEqual([[], 0]);
  expect(await under('flag')).toEqual([['warning'], 0]);
  expect(await under('quarantine')).toEqual([['warning'], 1]);
  expect(await under('stop')).toEqual([['error'], 0]);
  expect(await under({ policy: 'stop', minimum: 100_000 })).toEqual([[], 0]);
});

test('dead letters taken up again are judged row by row; the document has nothing to say', async () => {
  const state = await learnt(8);
  const before = await state.list('drift-findings');
  const rows = [{ ...month()[0]!, amount: '4000' }, month()[1]!];
  const { codes, rejected } = await read(state, '2026-08', rows, { replay: true, commit: false });
  expect([codes, rejected.length]).toEqual([['DRIFT_UNIT_JUMP_ROW'], 1]);
  expect(await state.list('drift-findings')).toEqual(before);
});
