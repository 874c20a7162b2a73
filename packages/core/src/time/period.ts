import {
  addDays,
  daysInMonth,
  epochDay,
  isIsoDate,
  isoDateOf,
  isPlausibleYear,
  isRealDay,
  weekday,
} from './civil-date.ts';

export type Grain = 'day' | 'week' | 'month' | 'quarter' | 'year' | 'span';

/**
 * A stretch of civil days, the time a report is about.
 *
 * Shape: `start` and `end` are ISO dates, both inclusive, without a time zone; `grain` follows from them, so that equal days are one period.
 * A week is Monday to Sunday; weeks and months do not nest.
 */
export interface Period {
  readonly start: string;
  readonly end: string;
  readonly grain: Grain;
}

const forms = /^(\d{4})(?:-?(\d{2})(?:-?(\d{2}))?|-Q([1-4])|-W(\d{2}))?$/;
const spanForm = /^(\d{4}-\d{2}-\d{2})--(\d{4}-\d{2}-\d{2})$/;

/**
 * Reads a period in any of the unambiguous forms reports use.
 *
 * Shape: `2026`, `2026-03`, `202603`, `2026-03-05`, `20260305`, `2026-Q1`, `2026-W10`, `2026-03-02--2026-03-08`; forms whose order must be
 * known (`03/05/2026`) are read by {@link periodFrom}.
 * Errors: none; undefined for anything else, for days that do not exist, and for years before 1900 or after 2999.
 *
 * @example
 * ```ts
 * assert.deepEqual(parsePeriod('2026-Q1'), { start: '2026-01-01', end: '2026-03-31', grain: 'quarter' });
 * ```
 */
export function parsePeriod(text: string): Period | undefined {
  const span = spanForm.exec(text);
  if (span) return periodOfDays(span[1]!, span[2]!);
  const parts = forms.exec(text);
  if (!parts) return undefined;
  const year = Number(parts[1]);
  if (parts[2] !== undefined) {
    // `2026-0305` and `202603-05` are nobody's form.
    if (parts[3] !== undefined && text.length !== 8 && text.length !== 10) return undefined;
    return calendarPeriod(year, Number(parts[2]), parts[3] === undefined ? undefined : Number(parts[3]));
  }
  if (parts[4] !== undefined) return quarter(year, Number(parts[4]));
  if (parts[5] !== undefined) return isoWeek(year, Number(parts[5]));
  return calendarPeriod(year);
}

/**
 * The period from one ISO date to another, both inclusive; undefined when a date is none or they are in the wrong order.
 *
 * @example
 * ```ts
 * assert.equal(periodOfDays('2026-03-02', '2026-03-08').grain, 'week');
 * assert.equal(periodOfDays('2026-03-08', '2026-03-02'), undefined);
 * ```
 */
export function periodOfDays(start: string, end: string): Period | undefined {
  if (!isIsoDate(start) || !isIsoDate(end) || start > end) return undefined;
  return Object.freeze({ start, end, grain: grainOf(start, end) });
}

/**
 * The one text of a period in Ledgerline: `2026-03`, `2026-03-05`, and `2026-03-02--2026-03-08` for every other grain.
 *
 * Shape: `parsePeriod(formatPeriod(p))` equals `p`.
 *
 * @example
 * ```ts
 * assert.equal(formatPeriod(parsePeriod('202603')), '2026-03');
 * ```
 */
export function formatPeriod({ start, end, grain }: Period): string {
  if (grain === 'month') return start.slice(0, 7);
  return grain === 'day' ? start : `${start}--${end}`;
}

/**
 * Reads a day, month or year written by a pattern; the order comes from the pattern, never from the value.
 *
 * Shape: `YYYY`, `MM`, `DD` stand for that many digits, a lone `M` or `D` for one or two; every other character stands for itself.
 * Errors: none; undefined when the text does not follow the pattern or names no real day.
 *
 * @example
 * ```ts
 * assert.equal(periodFrom('MM/DD/YYYY', '03/05/2026').start, '2026-03-05');
 * ```
 */
export function periodFrom(pattern: string, text: string): Period | undefined {
  const found: Record<string, number | undefined> = {};
  let at = 0;
  for (let i = 0; i < pattern.length; ) {
    const letter = pattern[i]!;
    if (letter !== 'Y' && letter !== 'M' && letter !== 'D') {
      if (text[at] !== letter) return undefined;
      at += 1;
      i += 1;
      continue;
    }
    let width = 1;
    while (pattern[i + width] === letter) width += 1;
    const most = width === 1 ? 2 : width;
    let digits = 0;
    while (digits < most && isDigit(text.charCodeAt(at + digits))) digits += 1;
    if (digits < width || found[letter] !== undefined) return undefined;
    found[letter] = Number(text.slice(at, at + digits));
    at += digits;
    i += width;
  }
  if (at !== text.length || found.Y === undefined) return undefined;
  if (found.D !== undefined && found.M === undefined) return undefined;
  return calendarPeriod(found.Y, found.M, found.D);
}

/**
 * The month a period starts in, `YYYY-MM`: the `period=` of its partition.
 *
 * @example
 * ```ts
 * assert.equal(monthOf(parsePeriod('2026-03-05')), '2026-03');
 * ```
 */
export function monthOf(period: Period): string {
  return period.start.slice(0, 7);
}

/**
 * Whether a period and a window (both ends inclusive ISO dates) share a day.
 *
 * @example
 * ```ts
 * assert.equal(overlaps(parsePeriod('2026-03'), { from: '2026-03-31', to: '2026-04-30' }), true);
 * ```
 */
export function overlaps(period: Period, window: { readonly from: string; readonly to: string }): boolean {
  return period.start <= window.to && period.end >= window.from;
}

/**
 * Whether every day of `inner` is a day of `outer`; says nothing about whether their figures may be merged.
 *
 * @example
 * ```ts
 * assert.equal(contains(parsePeriod('2026-03'), parsePeriod('2026-03-05')), true);
 * ```
 */
export function contains(outer: Period, inner: Period): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/**
 * The number of days in a period.
 *
 * @example
 * ```ts
 * assert.equal(lengthInDays(parsePeriod('2026-02')), 28);
 * ```
 */
export function lengthInDays(period: Period): number {
  return epochDay(period.end) - epochDay(period.start) + 1;
}

function calendarPeriod(year: number, month?: number, day?: number): Period | undefined {
  if (!isPlausibleYear(year)) return undefined;
  if (month === undefined) return periodOfDays(isoDateOf(year, 1, 1), isoDateOf(year, 12, 31));
  if (!isRealDay(year, month, day ?? 1)) return undefined;
  return periodOfDays(isoDateOf(year, month, day ?? 1), isoDateOf(year, month, day ?? daysInMonth(year, month)));
}

function quarter(year: number, number: number): Period | undefined {
  const last = number * 3;
  return periodOfDays(isoDateOf(year, last - 2, 1), isoDateOf(year, last, daysInMonth(year, last)));
}

/** Week 1 is the week with the year's first Thursday, which is the week of 4 January (ISO 8601). */
function isoWeek(year: number, week: number): Period | undefined {
  if (week < 1 || !isPlausibleYear(year)) return undefined;
  const fourth = isoDateOf(year, 1, 4);
  const monday = addDays(fourth, 1 - weekday(fourth) + (week - 1) * 7);
  if (addDays(monday, 3).slice(0, 4) !== fourth.slice(0, 4)) return undefined;
  return periodOfDays(monday, addDays(monday, 6));
}

function grainOf(start: string, end: string): Grain {
  if (start === end) return 'day';
  const year = Number(start.slice(0, 4));
  const month = Number(start.slice(5, 7));
  if (start.endsWith('-01') && end.startsWith(start.slice(0, 5))) {
    const lastMonth = Number(end.slice(5, 7));
    if (Number(end.slice(8)) === daysInMonth(year, lastMonth)) {
      if (lastMonth === month) return 'month';
      if (lastMonth === month + 2 && lastMonth % 3 === 0) return 'quarter';
      if (lastMonth === month + 11) return 'year';
    }
  }
  return weekday(start) === 1 && addDays(start, 6) === end ? 'week' : 'span';
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
