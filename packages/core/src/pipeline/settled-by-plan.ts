import type { SyncOutcome } from '../contracts/events.ts';
import { unreadOutcome } from './outcome.ts';
import type { Planned } from './plan.ts';
import { isStillComing } from './settle.ts';

/** Reports whose fate the plan already decided. */
export function settledByPlan(item: Planned): SyncOutcome[] {
  switch (item.status) {
    case 'parked':
      return [
        unreadOutcome(item.report, {
          verdict: 'deferred',
          effect: 'none',
          retryAt: item.retryAt,
          message: item.reason,
          code: 'PARKED',
        }),
      ];
    case 'held':
    case 'problem':
      return [
        unreadOutcome(item.report, {
          // Nobody has to decide about a file that is still being written.
          verdict: isStillComing(item.error) ? 'not-ready' : 'held',
          effect: 'none',
          code: item.error.code,
          message: item.error.message,
        }),
      ];
    case 'missing':
      return [
        unreadOutcome(item.report, {
          verdict: 'missing',
          effect: 'none',
          code: 'REPORT_MISSING',
          message: item.reason,
        }),
      ];
    case 'not-ready':
      return [unreadOutcome(item.report, { verdict: 'not-ready', effect: 'none', message: item.reason })];
    default:
      return [];
  }
}
