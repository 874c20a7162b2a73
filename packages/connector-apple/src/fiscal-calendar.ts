import { addDays, fiscal, formatPeriod, isIsoDate, parsePeriod, weekday } from '@ledgerline/core';

/** A month of Apple's fiscal calendar. Shape: `start` and `end` ISO dates, both inclusive; `number` 1 to 12. */
export interface FiscalPeriod {
  readonly year: number;
  readonly number: number;
  readonly start: string;
  readonly end: string;
}

/**
 * Weeks of the twelve months: quarters of 5, 4 and 4.
 *
 * Source: inferred. The year ends on the last Saturday of September (Apple's annual reports); 2016-08-28 to 2016-09-24 is period 12 of
 * 2016 (dates of a public sample file). Files state their dates themselves; a difference is reported, see `requireFiscalDates`.
 */
const weeksOfMonths = [5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4];

/** A year of 53 weeks has the additional one in its first quarter (annual reports of 2017 and 2023); † in that quarter's last month. */
const monthOfExtraWeek = 3;

function lastDay(fiscalYear: number): string {
  const end = `${fiscalYear}-09-30`;
  return addDays(end, -((weekday(end) + 1) % 7));
}

function periodsOfYear(year: number): readonly FiscalPeriod[] {
  const end = lastDay(year);
  const periods: FiscalPeriod[] = [];
  let start = addDays(lastDay(year - 1), 1);
  const plainEnd = addDays(start, 52 * 7 - 1);
  for (const [index, plainWeeks] of weeksOfMonths.entries()) {
    const weeks = index + 1 === monthOfExtraWeek && plainEnd !== end ? plainWeeks + 1 : plainWeeks;
    const last = addDays(start, weeks * 7 - 1);
    periods.push({ year, number: index + 1, start, end: last });
    start = addDays(last, 1);
  }
  return periods;
}

/** The fiscal period that a day (ISO) lies in. */
export function fiscalPeriodOf(isoDate: string): FiscalPeriod {
  if (!isIsoDate(isoDate)) throw new RangeError(`"${isoDate}" is no date; write YYYY-MM-DD.`);
  const calendarYear = Number(isoDate.slice(0, 4));
  const year = isoDate > lastDay(calendarYear) ? calendarYear + 1 : calendarYear;
  return periodsOfYear(year).find(({ end }) => isoDate <= end)!;
}

/** Every fiscal period that overlaps a window, ascending. */
export function fiscalPeriods(from: string, to: string): readonly FiscalPeriod[] {
  const found: FiscalPeriod[] = [];
  for (let date = from; date <= to; ) {
    const period = fiscalPeriodOf(date);
    found.push(period);
    date = addDays(period.end, 1);
  }
  return found;
}

/** The period's text in report keys. */
export function periodText({ start, end }: Pick<FiscalPeriod, 'start' | 'end'>): string {
  return formatPeriod(parsePeriod(`${start}--${end}`)!);
}

/** Source: Apple Music reports up to 55 days after the fiscal month ends (Apple, "Payments and Financial Reports"). */
const dueAfterDays = 55;

/** When the financial reports of a fiscal period are due; how long they are kept is not documented. */
export const financeAvailability = fiscal({
  periodOf: fiscalPeriodOf,
  afterDays: dueAfterDays,
  hour: 24,
  zone: 'America/Los_Angeles',
  source: 'Apple, "Payments and Financial Reports"; the calendar is inferred, see above',
});
