import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { auditKinds } from '../packages/core/src/audit/audit-kinds.ts';
import { logEvents } from '../packages/core/src/telemetry/log-events.ts';
import { appendedKinds, eventsPagePath, loggedEvents, withEventTables } from '../scripts/event-tables.ts';

const page = readFileSync(new URL(`../${eventsPagePath}`, import.meta.url), 'utf8');

test('the tables on the page of events are those in force', () => {
  expect(page, `${eventsPagePath} is not current: npm run docs:events`).toBe(withEventTables(page));
});

test('every event that core logs is documented at its level, and no other is', () => {
  const logged = loggedEvents().filter((event) => event.package === 'core');
  const levels = Object.fromEntries(logged.map(({ name, level }) => [name, level]));
  const documented = Object.fromEntries(Object.entries(logEvents).map(([name, { level }]) => [name, level]));
  // Its level depends on the outcome, so it is no plain call.
  const { 'sync.settled': _settled, ...plain } = documented;
  expect(levels).toEqual(plain);
});

test('every kind of audit record is documented, and no other is', () => {
  expect(appendedKinds()).toEqual(Object.keys(auditKinds).sort());
});
