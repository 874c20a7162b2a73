import { expect, test } from 'vitest';
import { quotaModelRows } from '../bench/policy/e2-quota-server.ts';
import { capClumping } from '../bench/policy/e4-cap-clumping.ts';
import { checksOf, holds, metric } from '../bench/policy/world/result.ts';

test('the models of retry strategies reproduce the published numbers on one seed', () => {
  const rows = quotaModelRows('A', [1]);
  const failed = checksOf({ id: 'E2 A', title: '', setting: '', rows }).filter((check) => !check.holds);
  expect(rows).toHaveLength(12);
  expect(failed).toEqual([]);
});

test('no delay of the engine piles up at the cap, while the models of others do', () => {
  const checks = checksOf(capClumping([1]));
  expect(checks).toHaveLength(10);
  expect(checks.filter((check) => !check.holds)).toEqual([]);
});

test('a metric breaks its limit by its mean, or by any seed when every seed is bound', () => {
  expect(holds(metric('calls', 'calls', [0, 2], { atMost: 1 }))).toBe(true);
  expect(holds(metric('calls', 'calls', [0, 2], { atMost: 1 }, { everySeed: true }))).toBe(false);
  expect(holds(metric('calls', 'calls', [94], { about: 100 }))).toBe(false);
  expect(holds(metric('share', 'share', [1, 0.5], { atLeast: 1 }, { everySeed: true }))).toBe(false);
});
