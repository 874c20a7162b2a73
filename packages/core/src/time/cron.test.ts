import { expect, test } from 'vitest';
import { parseCron } from './cron.ts';

const at = (text: string): number => Date.parse(text);
const next = (expression: string, zone: string, after: string): string =>
  new Date(parseCron(expression, zone)?.nextMs(at(after)) ?? 0).toISOString();

test('an hour is that of the zone, in summer and in winter', () => {
  expect(next('15 6 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z')).toBe('2026-03-29T04:15:00.000Z');
  expect(next('15 6 * * *', 'Europe/Berlin', '2026-03-27T12:00:00Z')).toBe('2026-03-28T05:15:00.000Z');
  expect(next('15 6 * * *', 'UTC', '2026-03-28T06:15:00Z')).toBe('2026-03-29T06:15:00.000Z');
});

test('an hour that the clock jumps over is not lost, one that comes twice is not doubled', () => {
  expect(next('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z').slice(0, 10)).toBe('2026-03-29');
  const first = next('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z');
  expect(next('30 2 * * *', 'Europe/Berlin', first).slice(0, 10)).toBe('2026-10-26');
});

test.each([
  ['', 'UTC'],
  ['every day', 'UTC'],
  ['0 6 * *', 'UTC'],
  ['0 0 6 * * *', 'UTC'],
  ['61 6 * * *', 'UTC'],
  ['0 0 30 2 *', 'UTC'],
  ['0 6 * * *', 'Europe/Nowhere'],
])('%j in %s is no schedule', (expression, zone) => {
  expect(parseCron(expression, zone)).toBeUndefined();
});
