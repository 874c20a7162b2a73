import { expect, test } from 'vitest';
import { checkPolicy } from './policy-schema.ts';

const found = (value: unknown) => checkPolicy(value).map(({ path, message }) => `${path.join('.')}: ${message}`);

test('an empty block and a sensible one have no problems', () => {
  expect(found({})).toEqual([]);
  expect(
    found({
      retry: { maxAttempts: 3, backoff: 'decorrelated', throttleBackoff: 'off' },
      breaker: { kind: 'count', threshold: 0.3, size: 30, minCalls: 30, openBaseMs: 500 },
      rate: [
        {
          id: 'minute',
          kind: 'sliding',
          limit: 60,
          perMs: 60_000,
          guardMs: 250,
          scope: 'credential',
          source: 'portal',
        },
        { id: 'create', kind: 'bucket', ratePerSec: 0.0167, burst: 15 },
      ],
    }),
  ).toEqual([]);
});

test.each([
  [{ retry: { maxAttemts: 3 } }, 'retry.maxAttemts: unknown key, did you mean'],
  [{ retry: { maxAttempts: 0 } }, 'retry.maxAttempts: must be at least 1'],
  [{ retry: { maxAttempts: 1.5 } }, 'retry.maxAttempts: expected a whole number'],
  [{ breaker: { kind: 'sampling' } }, 'breaker.kind: expected one of'],
  [{ breaker: { kind: 'window', threshold: 1 } }, 'breaker.threshold: must be < 1'],
  [{ breaker: { kind: 'consecutive', size: 3 } }, 'breaker.size: unknown key'],
  [{ rate: [{ id: 'x', kind: 'bucket', ratePerSec: 0, burst: 1 }] }, 'rate.0.ratePerSec: must be > 0'],
  [{ deadlineMs: 2 ** 31 }, 'deadlineMs: must be at most 86400000'],
  [{ admission: 'maybe' }, 'admission: expected one of "wait", "reject"'],
])('%j is refused with its path', (value, message) => {
  expect(found(value).join('\n')).toContain(message.replace(', did you mean', ''));
});

test.each([
  [{ retry: { baseMs: 200_000 } }, 'retry.baseMs: must not be above retry.maxMs (120000)'],
  [{ timeout: { headersMs: 40_000 } }, 'breaker.leaseMs: must be at least timeout.headersMs + 1000'],
  [{ breaker: { kind: 'count', size: 5 } }, 'breaker.minCalls: must not be above breaker.size (5)'],
  [{ deadlineMs: 60_000 }, 'timeout.attemptMs: must not be above deadlineMs (60000)'],
  [
    { breaker: { ramp: { brakeMs: [300, 200] } } },
    'breaker.ramp.brakeMs: must not be above breaker.ramp.brakeMs.1 (200)',
  ],
])('%j breaks a rule between members', (value, message) => {
  expect(found(value).join('\n')).toContain(message);
});
