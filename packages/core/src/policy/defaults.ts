import type { PolicyConfig } from '../contracts/policy.ts';

/**
 * The policy of a DSP whose profile and configuration say nothing.
 *
 * Units: integer ms. Source: assumptions of ours, none is a DSP's number; profiles override them with sourced limits.
 */
export const defaultPolicy: PolicyConfig = freezeDeep({
  retry: {
    maxAttempts: 6,
    maxThrottles: 32,
    maxResumes: 5,
    backoff: 'full',
    baseMs: 2000,
    maxMs: 120_000,
    throttleBackoff: 'full',
  },
  retryAfter: {
    maxWaitMs: 900_000,
    spread: { ratio: 0.1, minMs: 50, maxMs: 5000 },
    suspiciousMs: 86_400_000,
    gateMaxMs: null,
  },
  breaker: {
    kind: 'consecutive',
    threshold: 5,
    probes: 1,
    successes: 1,
    leaseMs: 35_000,
    leaseMaxMs: 300_000,
    ramp: { start: 2, beta: 0.5, brakeMs: [100, 200] },
    learnQuota: true,
    reserve: true,
  },
  budget: { windowMs: 10_000, ratio: 0.1, floorPerSec: 1 },
  timeout: { attemptMs: 120_000, headersMs: 30_000, idleMs: 30_000 },
  deadlineMs: 1_800_000,
  minAttemptMs: 1000,
  admission: 'wait',
  concurrency: { max: 4, maxPending: 1000 },
  rate: [],
});

/** What a breaker of another kind starts from; keys of one kind mean nothing to another. */
export const breakerKinds = freezeDeep({
  consecutive: { kind: 'consecutive', threshold: 5 },
  count: { kind: 'count', threshold: 0.5, size: 20, minCalls: 10 },
  window: { kind: 'window', threshold: 0.5, windowMs: 30_000, minCalls: 10 },
} as const);

/** Freezes a plain value and everything in it. */
export function freezeDeep<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    for (const part of Object.values(value)) freezeDeep(part);
    Object.freeze(value);
  }
  return value;
}
