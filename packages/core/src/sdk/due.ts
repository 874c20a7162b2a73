import type { Availability } from '../contracts/availability.ts';
import type { Feed } from '../contracts/connector.ts';
import { ConfigError } from '../errors/leaves.ts';
import { daily, monthly, weekly } from './availability.ts';

/** A due date as an operator writes it; periods and retention stay those of the feed. */
export interface DueRule {
  /** Day of a month; or … */
  readonly day?: number;
  /** @default 1 */
  readonly afterMonths?: number;
  /** … days after the period's last day. */
  readonly afterDays?: number;
  readonly hour?: number;
  readonly minute?: number;
  /** IANA name. @default UTC */
  readonly zone?: string;
}

const source = 'the configuration';

/** When a feed's reports are due by the operator's rule: the date is the rule's, the periods are the feed's. */
export function dueBy(
  rule: DueRule,
  feed: { readonly name: string; readonly grain: Feed<unknown>['grain']; readonly available?: Availability },
): Availability {
  const { day, afterMonths = 1, afterDays, hour = 0, minute = 0, zone = 'UTC' } = rule;
  const base = feed.available;
  const clock = { hour, minute, zone, source };
  if (day === undefined && afterDays === undefined) {
    if (base) return { ...base, assumed: false };
    throw new ConfigError(
      `Nobody knows when ${feed.name} is due; write \`day\` or \`afterDays\` under \`due.${feed.name}\`.`,
    );
  }
  const dated =
    day === undefined ? daily({ ...clock, afterDays: afterDays ?? 0 }) : monthly({ ...clock, day, afterMonths });
  const periods = base ?? regular(feed.grain, feed.name, clock);
  const text = day === undefined ? dated.text.replace('after the day', 'after the period') : dated.text;
  return Object.freeze({ ...periods, text, dueMs: dated.dueMs, assumed: false });
}

function regular(
  grain: Feed<unknown>['grain'],
  name: string,
  clock: { readonly zone: string; readonly source: string },
): Availability {
  if (grain === 'month') return monthly({ ...clock, day: 1 });
  if (grain === 'week') return weekly({ ...clock, afterDays: 0 });
  if (grain === 'day') return daily({ ...clock, afterDays: 0 });
  throw new ConfigError(`${name} has no regular periods, so \`due.${name}\` cannot say when one is late.`);
}
