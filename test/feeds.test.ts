import amazon from '@ledgerline/connector-amazon';
import apple from '@ledgerline/connector-apple';
import spotify from '@ledgerline/connector-spotify';
import youtube from '@ledgerline/connector-youtube';
import { type Connector, parsePeriod } from '@ledgerline/core';
import { expect, test } from 'vitest';

const connectors: readonly Connector[] = [amazon, apple, spotify, youtube];
const feeds = connectors.flatMap(({ name, feeds: all }) =>
  Object.entries(all).map(([feed, of]) => [`${name} ${feed}`, of] as const),
);

test.each(feeds)('%s says when its reports are expected, in periods without a gap', (_, { available }) => {
  const periods = available?.periods('2025-12-20', '2026-03-10') ?? [];
  expect(periods.length).toBeGreaterThan(1);
  expect(available?.text).toMatch(/^by \d\d:\d\d \S+ /);
  for (const [index, period] of periods.entries()) {
    const { start, end } = parsePeriod(period)!;
    expect([available?.periodOf(start), available?.periodOf(end)]).toEqual([period, period]);
    const days = new Date(`${end}T00:00:00Z`).getTime();
    expect(available?.dueMs(period)).toBeGreaterThan(days);
    const before = periods[index - 1];
    if (before !== undefined) expect(available?.dueMs(period)).toBeGreaterThan(available?.dueMs(before) ?? 0);
  }
});
