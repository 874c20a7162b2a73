import { quotaError } from './answers.ts';
import type { FakeParts } from './fake-state.ts';

/** Answers 429 once there were too many requests in a minute or a day before this one. Source: captured 429 bodies: 60 and 20 000. */
export function overQuota({ state, requests }: FakeParts): Response | undefined {
  const { quota, nowMs } = state;
  if (quota === undefined) return undefined;
  const within = (spanMs: number): number =>
    requests.filter(({ part, status, atMs }) => part !== 'oauth' && status !== 429 && atMs > nowMs - spanMs).length;
  if (within(86_400_000) >= quota.perDay) return quotaError('day', quota.perDay);
  return within(60_000) >= quota.perMinute ? quotaError('minute', quota.perMinute) : undefined;
}
