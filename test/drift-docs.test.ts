import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { keptLessons, maxGroups } from '../packages/core/src/drift/lesson.ts';
import { driftPagePath, withDriftTable } from '../scripts/drift-table.ts';

const page = readFileSync(new URL(`../${driftPagePath}`, import.meta.url), 'utf8');

test('the rules on the page of drift are those in force', () => {
  expect(page, `${driftPagePath} is not current: npm run docs:drift`).toBe(withDriftTable(page));
});

test('the bounds on the page of drift are those in force', () => {
  const { day, week, month, quarter, year } = keptLessons;
  expect(page).toContain(`| ${day} days, ${week} weeks, ${month} months, ${quarter} quarters, ${year} years |`);
  expect(page).toContain(`${maxGroups} are learnt, the largest`);
});
