import { expect, test } from 'vitest';
import { defaultPolicy } from './defaults.ts';
import { mergePolicy } from './merge-policy.ts';

test('objects merge deeply, arrays replace, later overrides win', () => {
  const merged = mergePolicy(
    { retry: { baseMs: 500 }, breaker: { ramp: { brakeMs: [1, 2] } } },
    { retry: { maxMs: 9000 }, rate: [{ id: 'm', kind: 'sliding', limit: 1, perMs: 1000, source: 'test' }] },
    { rate: [] },
  );
  expect(merged.retry).toEqual({ ...defaultPolicy.retry, baseMs: 500, maxMs: 9000 });
  expect(merged.breaker.ramp).toEqual({ start: 2, beta: 0.5, brakeMs: [1, 2] });
  expect(merged.rate).toEqual([]);
});

test('merging is idempotent and never touches its inputs or the defaults', () => {
  const override = { breaker: { kind: 'window' as const, threshold: 0.3 }, concurrency: { max: 1 } };
  const once = mergePolicy(override);
  expect(mergePolicy(override, override)).toEqual(once);
  expect(mergePolicy(once)).toEqual(once);
  expect(mergePolicy()).toEqual(defaultPolicy);
  expect(override).toEqual({ breaker: { kind: 'window', threshold: 0.3 }, concurrency: { max: 1 } });
});

test('a change of breaker kind leaves nothing of the former kind behind', () => {
  expect(mergePolicy({ breaker: { kind: 'count' } }).breaker).toMatchObject({
    kind: 'count',
    threshold: 0.5,
    size: 20,
  });
  const back = mergePolicy({ breaker: { kind: 'count', size: 50 } }, { breaker: { kind: 'consecutive' } });
  expect(back).toEqual(defaultPolicy);
});

test('the result is frozen to the last leaf', () => {
  const merged = mergePolicy();
  expect(Object.isFrozen(merged.breaker.ramp.brakeMs)).toBe(true);
  expect(() => Object.assign(merged.retry, { baseMs: 1 })).toThrow(TypeError);
});
