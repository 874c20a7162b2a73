import { expect, test } from 'vitest';
import { type Case, caseOf, plansFor } from '../bench/soak-download/cases.ts';
import { brokenPromises, buildReport } from '../bench/soak-download/report.ts';
import { type Ran, runCases } from '../bench/soak-download/run-cases.ts';

const bytes = 64 * 1024;

function planned(toxic: string, name: string): Case['plan'] {
  const plan = plansFor(bytes).find((candidate) => candidate.toxic === toxic && candidate.name === name);
  if (plan === undefined) throw new Error(`no plan ${toxic}/${name}`);
  return plan;
}

test('a download behind a bad proxy is one version whole, or fails loudly', async () => {
  const ran = await runCases(
    [
      caseOf(planned('limit-data', 'lasting'), 'strong', 'honoured', 'length'),
      caseOf(planned('slicer', 'alone'), 'changing', 'ignored', 'chunked'),
      caseOf(planned('reset', 'lasting'), 'none', 'ignored', 'chunked'),
    ],
    { bytes, concurrency: 3 },
  );
  expect(ran.map(({ result }) => result.outcome)).toEqual(['v1', 'v1', 'loud']);
  expect(ran.map(brokenPromises)).toEqual([[], [], []]);
  expect(buildReport(ran, 1).checks.find(({ id }) => id === 'e12.mixed')).toMatchObject({ value: 0, holds: true });

  const [first] = ran;
  const spoiled: readonly Ran[] =
    first === undefined ? [] : [{ ...first, result: { ...first.result, outcome: 'mixed' } }];
  const report = buildReport(spoiled, 1);
  expect(report.holds).toBe(false);
  expect(report.checks.filter(({ holds }) => !holds).map(({ id }) => id)).toContain('e12.limit-data.strong');
});
