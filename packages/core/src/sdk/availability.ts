import type { Availability } from '../contracts/availability.ts';
import { ConfigError } from '../errors/leaves.ts';
import { addDays, daysInMonth, isIsoDate, isoDateOf, weekday } from '../time/civil-date.ts';
import { formatPeriod, type Period, parsePeriod, periodOfDays } from '../time/period.ts';
import { instantOf, offsetMs } from '../time/zone.ts';

/** What every rule says besides the day: the DSP's clock, how long it keeps reports, and where that stands. */
export interface AvailabilityClock {
  /** The hour from which the report is due, on the DSP's clock. @default 0 */
  readonly hour?: number;
  /** @default 0 */
  readonly minute?: number;
  /** IANA name of the DSP's clock. */
  readonly zone: string;
  /** Days after the period's last day for which the DSP keeps the report. @default forever */
  readonly retentionDays?: number;
  /** Where these figures come from. */
  readonly source: string;
  /** Nobody documents the date: a report past it is late, never missing, unless the operator sets a date. @default false */
  readonly assumed?: boolean;
}

export interface MonthlyAvailability extends AvailabilityClock {
  /** Day of the month; a month that is shorter has it on its last day. */
  readonly day: number;
  /** Months between the period and the month the report is due in. @default 1 */
  readonly afterMonths?: number;
}

export interface DailyAvailability extends AvailabilityClock {
  /** Days between the period's last day and the day the report is due on. */
  readonly afterDays: number;
}

export interface WeeklyAvailability extends DailyAvailability {
  /** ISO day of the week that periods start on: 1 is Monday. @default 1 */
  readonly startsOn?: number;
}

export interface FiscalAvailability extends DailyAvailability {
  /** The first and last day (ISO) of the fiscal period that a day lies in; periods follow each other without a gap. */
  periodOf(isoDate: string): { readonly start: string; readonly end: string };
}

/**
 * Monthly reports, due on a day of a following month.
 *
 * @example
 * ```ts
 * const rule = monthly({ day: 15, hour: 5, zone: 'Europe/Paris', source: 'the contract' });
 * assert.equal(new Date(rule.dueMs('2026-02')).toISOString(), '2026-03-15T04:00:00.000Z');
 * ```
 */
export function monthly(rule: MonthlyAvailability): Availability {
  const { day, afterMonths = 1 } = rule;
  requireInteger('day', day, 1, 31);
  requireInteger('afterMonths', afterMonths, 0, 24);
  const when = afterMonths === 1 ? 'of the next month' : `of month ${afterMonths} after the period`;
  return availability(rule, `on day ${day} ${when}`, {
    periodOf: (date) => parsePeriod(date.slice(0, 7))!,
    dueDate: ({ end }) => dayOfMonthAfter(end, afterMonths, day),
  });
}

/**
 * Daily reports, due some days after the day.
 *
 * @example
 * ```ts
 * const rule = daily({ afterDays: 1, hour: 14, zone: 'UTC', source: 'the contract' });
 * assert.equal(new Date(rule.dueMs('2026-03-05')).toISOString(), '2026-03-06T14:00:00.000Z');
 * ```
 */
export function daily(rule: DailyAvailability): Availability {
  requireInteger('afterDays', rule.afterDays, 0, 3650);
  return availability(rule, `${days(rule.afterDays)} after the day`, {
    periodOf: (date) => parsePeriod(date)!,
    dueDate: ({ end }) => addDays(end, rule.afterDays),
  });
}

/**
 * Weekly reports, due some days after the week's last day.
 *
 * @example
 * ```ts
 * const rule = weekly({ afterDays: 1, hour: 8, zone: 'America/Los_Angeles', source: 'the contract' });
 * assert.deepEqual(rule.periods('2026-03-05', '2026-03-05'), ['2026-03-02--2026-03-08']);
 * assert.equal(new Date(rule.dueMs('2026-03-02--2026-03-08')).toISOString(), '2026-03-09T15:00:00.000Z');
 * ```
 */
export function weekly(rule: WeeklyAvailability): Availability {
  const { afterDays, startsOn = 1 } = rule;
  requireInteger('afterDays', afterDays, 0, 3650);
  requireInteger('startsOn', startsOn, 1, 7);
  return availability(rule, `${days(afterDays)} after the week's last day`, {
    periodOf(date) {
      const start = addDays(date, -((weekday(date) - startsOn + 7) % 7));
      return parsePeriod(`${start}--${addDays(start, 6)}`)!;
    },
    dueDate: ({ end }) => addDays(end, afterDays),
  });
}

/**
 * Reports of a fiscal calendar, which the connector knows, due some days after the period's last day.
 *
 * @example
 * ```ts
 * // Periods of 28 days, the first of which began on 2026-01-05.
 * const dayOf = (date) => Math.floor((Date.parse(date) - Date.parse('2026-01-05')) / 86_400_000);
 * const periodOf = (date) => {
 *   const start = addDays('2026-01-05', Math.floor(dayOf(date) / 28) * 28);
 *   return { start, end: addDays(start, 27) };
 * };
 * const rule = fiscal({ periodOf, afterDays: 45, zone: 'UTC', source: 'the contract' });
 * assert.deepEqual(rule.periods('2026-02-01', '2026-02-02'), ['2026-01-05--2026-02-01', '2026-02-02--2026-03-01']);
 * ```
 */
export function fiscal(rule: FiscalAvailability): Availability {
  requireInteger('afterDays', rule.afterDays, 0, 3650);
  return availability(rule, `${days(rule.afterDays)} after the fiscal period's last day`, {
    periodOf(date) {
      const { start, end } = rule.periodOf(date);
      const period = date >= start && date <= end ? periodOfDays(start, end) : undefined;
      if (period !== undefined) return period;
      throw new ConfigError(`The fiscal calendar has ${start} to ${end} for ${date}; correct the calendar.`);
    },
    dueDate: ({ end }) => addDays(end, rule.afterDays),
  });
}

interface Calendar {
  periodOf(isoDate: string): Period;
  dueDate(period: Period): string;
}

function availability(rule: AvailabilityClock, when: string, calendar: Calendar): Availability {
  const { hour = 0, minute = 0, zone, retentionDays, assumed = false } = rule;
  requireInteger('hour', hour, 0, 24);
  requireInteger('minute', minute, 0, 59);
  // Names the zone now rather than in the first run.
  offsetMs(0, zone);
  const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  const base: Availability = {
    text: `by ${time} ${zone} ${when}`,
    assumed,
    periodOf: (isoDate) => formatPeriod(calendar.periodOf(requireDate(isoDate))),
    periods(from, to) {
      const found: string[] = [];
      for (let date = requireDate(from); date <= requireDate(to); ) {
        const period = calendar.periodOf(date);
        found.push(formatPeriod(period));
        date = addDays(period.end, 1);
      }
      return found;
    },
    dueMs: (period) => instantOf({ date: calendar.dueDate(requirePeriod(period)), hour, minute }, zone),
  };
  if (retentionDays === undefined) return Object.freeze(base);
  requireInteger('retentionDays', retentionDays, 1, 36_500);
  const goneMs = (period: string) =>
    instantOf({ date: addDays(requirePeriod(period).end, retentionDays + 1), hour: 0 }, zone);
  return Object.freeze({ ...base, goneMs });
}

function dayOfMonthAfter(date: string, months: number, day: number): string {
  const index = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const year = Math.floor(index / 12);
  const month = (index % 12) + 1;
  return isoDateOf(year, month, Math.min(day, daysInMonth(year, month)));
}

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}

function requireDate(text: string): string {
  if (isIsoDate(text)) return text;
  throw new ConfigError(`"${text}" is no date; write YYYY-MM-DD.`);
}

function requirePeriod(text: string): Period {
  const period = parsePeriod(text);
  if (period) return period;
  throw new ConfigError(`"${text}" is no period; write YYYY-MM, YYYY-MM-DD or YYYY-MM-DD--YYYY-MM-DD.`);
}

function requireInteger(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new ConfigError(`Availability: ${name} is ${value}; it must be a whole number from ${least} to ${most}.`);
}
