import { expect, test } from 'vitest';
import { explainAnswer } from './explain.ts';
import { mergePolicy } from './merge-policy.ts';

const wallMs = Date.UTC(2026, 10, 23, 12);
const explained = (status: number, headers: Record<string, string> = {}) =>
  explainAnswer({ status, headers, config: mergePolicy(), wallMs });

test('says what an answer means, where the instant comes from, and what happens next', () => {
  const short = explained(429, { 'retry-after': '30' });
  expect(short).toMatchObject({ next: 'wait', earliestMs: wallMs + 30_000, ruling: { verdict: 'throttle' } });
  expect(short.lines).toEqual([
    '429 means "throttle" by the rule "throttled": too many requests.',
    '"retry-after: 30" asks for 30 s.',
    'Nothing is sent on this scope before that; then one probe at a time (1) until it flows again. No attempt is spent.',
  ]);
  const long = explained(429, { 'retry-after': '3000000' });
  expect(long.next).toBe('park');
  expect(long.lines.join(' ')).toContain('suspiciously long');
  expect(long.lines.at(-1)).toContain('longer than retryAfter.maxWaitMs (900 s)');
});

test('says why a malformed hint counts for nothing', () => {
  const { lines, earliestMs } = explained(503, { 'retry-after': '1.5' });
  expect(lines).toContain('"retry-after" is ignored: not delta seconds.');
  expect(lines.at(-1)).toContain('waits its own full backoff');
  expect(earliestMs).toBeUndefined();
});

test.each([
  [200, 'send'],
  [401, 'send'],
  [500, 'wait'],
  [202, 'park'],
  [404, 'stop'],
])('%i leads to %s', (status, next) => {
  expect(explained(status).next).toBe(next);
});
