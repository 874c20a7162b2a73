import { expect, test } from 'vitest';
import type { Acceptance, Objection } from '../contracts/acceptance.ts';
import type { TotalLine } from '../contracts/manifest.ts';
import { type ProofInput, prove } from './prove.ts';

const line = (currency: string, amount: string, units = '1'): TotalLine => ({
  territory: 'US',
  period: '2026-03',
  saleType: 'stream',
  currency,
  rows: 1,
  units,
  amount,
});

const accepted = [line('EUR', '0.10', '4'), { ...line('EUR', '0.20', '5'), territory: 'DE' }];

const whole: ProofInput = {
  counts: { read: 3, accepted: 2, rejected: 1, skipped: 0 },
  totals: accepted,
  staged: accepted,
  rejectedTotals: [line('EUR', '0.003', '1')],
  rejectedSizes: [line('EUR', '0.003', '1')],
  evidence: [{ kind: 'length', holds: true, detail: '10 of 10 bytes' }],
  claimed: [],
  declares: [],
  emptyDocument: 'unproven',
  findings: [],
  budget: {},
  firstRejects: ['line 7: AMOUNT_NOT_DECIMAL'],
};

test('a whole document without claims is complete', () => {
  expect(prove(whole)).toMatchObject({ verdict: 'complete' });
});

test('claims count accepted and rejected rows together and ignore trailing zeros', () => {
  const claimed = [{ where: 'footer', rows: '3', units: '10', amounts: { EUR: '0.3030' } }];
  expect(prove({ ...whole, claimed }).claims.every((claim) => claim.holds)).toBe(true);
  expect(prove({ ...whole, claimed }).verdict).toBe('complete');
});

test('a claim that differs in the last digit makes the report incomplete and names both figures', () => {
  const proof = prove({ ...whole, claimed: [{ where: 'footer, line 9', amounts: { EUR: '0.304' } }] });
  expect(proof).toMatchObject({ verdict: 'incomplete', code: 'CLAIM_FAILED' });
  expect(proof.message).toBe('amount in EUR differs: footer, line 9 says 0.304, counted 0.303, which is 0.001 less.');
});

test('a claim that is not a number fails instead of passing', () => {
  expect(prove({ ...whole, claimed: [{ where: 'footer', rows: 'three' }] }).verdict).toBe('incomplete');
});

test('rows that went nowhere make the report incomplete', () => {
  const counts = { read: 4, accepted: 2, rejected: 1, skipped: 0 };
  expect(prove({ ...whole, counts })).toMatchObject({ verdict: 'incomplete', code: 'ROWS_UNACCOUNTED' });
});

test('a claim about a cell counts that cell alone and names it', () => {
  const claimed = [{ where: 'summary, line 3', cell: { territory: 'DE', period: '2026-03' }, amounts: { EUR: '0.3' } }];
  const proof = prove({ ...whole, claimed });
  expect(proof.message).toBe(
    'amount in EUR of DE, 2026-03 differs: summary, line 3 says 0.3, counted 0.20, which is 0.10 less.',
  );
  expect(proof.claims.at(-1)).toMatchObject({
    cell: { territory: 'DE', period: '2026-03', currency: 'EUR' },
    difference: '-0.10',
    holds: false,
  });
});

test('rows that were accepted and not staged are told by their cell, and nobody can accept that', () => {
  const staged = [accepted[0], { ...line('EUR', '0.02', '5'), territory: 'DE' }] as TotalLine[];
  const proof = prove({ ...whole, staged });
  expect(proof).toMatchObject({ verdict: 'incomplete', code: 'STAGED_DIFFERS' });
  expect(proof.message).toContain('staged amount of DE, 2026-03, stream, EUR differs');
  expect(prove({ ...whole, staged, acceptance: acceptanceOf(proof.objections) }).acceptance).toBeUndefined();
});

const acceptanceOf = (objections: readonly Objection[]): Acceptance => ({
  ...{ subject: 'report', id: 'd/a/f/2026-03/-', revision: 'abc', who: 'an operator', why: 'known', at: '2026-04-01' },
  objections,
});

test('an acceptance lets a report pass with its verdict when it names everything that stands against it', () => {
  const claimed = [{ where: 'footer', rows: '4', units: '11' }];
  const before = prove({ ...whole, claimed });
  expect(before.objections.map(({ code }) => code)).toEqual(['CLAIM_FAILED', 'CLAIM_FAILED']);
  const after = prove({ ...whole, claimed, acceptance: acceptanceOf(before.objections) });
  expect(after).toMatchObject({ verdict: 'incomplete', acceptance: { who: 'an operator' } });
  expect(after.code).toBeUndefined();
  const half = prove({ ...whole, claimed, acceptance: acceptanceOf(before.objections.slice(1)) });
  expect(half.acceptance).toBeUndefined();
  expect(half.code).toBe('CLAIM_FAILED');
});

test('evidence that does not hold outranks everything', () => {
  const evidence = [{ kind: 'gzip-trailer', holds: false, detail: 'the trailer is missing' }];
  expect(prove({ ...whole, evidence })).toMatchObject({ verdict: 'incomplete', code: 'TRANSPORT_BROKEN' });
});

test('without any sign that the bytes arrived whole the report is unproven', () => {
  const lookup = [{ kind: 'lookup-length', holds: true, detail: 'the lookup arrived' }];
  expect(prove({ ...whole, evidence: lookup })).toMatchObject({ verdict: 'unproven', code: 'INTEGRITY_UNPROVEN' });
});

test('a declared claim that is absent makes the report unproven', () => {
  expect(prove({ ...whole, declares: ['rows'] })).toMatchObject({ verdict: 'unproven', code: 'CLAIM_ABSENT' });
});

test('a finding of severity error holds the report', () => {
  const finding = { code: 'DRIFT', severity: 'error', message: 'rates fell by half', count: 1 } as const;
  expect(prove({ ...whole, findings: [finding] })).toMatchObject({ verdict: 'held', code: 'DRIFT' });
});

test('budgets allow exactly what they say', () => {
  expect(prove({ ...whole, budget: { rejectedRows: 1 } }).verdict).toBe('complete');
  const held = prove({ ...whole, budget: { rejectedRows: 0 } });
  expect(held).toMatchObject({ verdict: 'held', code: 'REJECT_BUDGET' });
  expect(held.message).toContain('The first: line 7: AMOUNT_NOT_DECIMAL.');
  expect(prove({ ...whole, budget: { rejectedRatio: 0.34 } }).verdict).toBe('complete');
  expect(prove({ ...whole, budget: { rejectedRatio: 0.33 } }).verdict).toBe('held');
});

test('no rows are empty only when something shows that there were none', () => {
  const nothing = {
    ...whole,
    counts: { read: 0, accepted: 0, rejected: 0, skipped: 0 },
    totals: [],
    staged: [],
    rejectedTotals: [],
  };
  expect(prove(nothing)).toMatchObject({ verdict: 'unproven', code: 'EMPTY_UNPROVEN' });
  expect(prove({ ...nothing, emptyDocument: 'proves-zero' }).verdict).toBe('empty');
  expect(prove({ ...nothing, claimed: [{ where: 'footer', rows: '0' }] }).verdict).toBe('empty');
});
