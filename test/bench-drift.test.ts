import { expect, test } from 'vitest';
import { feeds } from '../bench/drift/feeds.ts';
import { simulateFeed } from '../bench/drift/run.ts';

/** The whole of it, with daily feeds and more seeds, is `npm run bench:drift`. */
const short = feeds.filter(({ grain }) => grain === 'month');

test('in three simulated years every planted anomaly is found, and clean reports raise no alarm', {
  timeout: 60_000,
}, async () => {
  const results = [];
  for (const feed of short) results.push(await simulateFeed(1, feed, 6));
  expect(results.flatMap(({ falseAlarms }) => falseAlarms)).toEqual([]);
  expect(results.flatMap(({ plantings }) => plantings.filter(({ isFound }) => !isFound))).toEqual([]);
  expect(new Set(results.flatMap(({ plantings }) => plantings.map(({ anomaly }) => anomaly))).size).toBe(12);
});
