/**
 * Arithmetic on civil dates: days of the Gregorian calendar that belong to no time zone.
 *
 * Units: `epochDay` counts days from 1970-01-01; dates are ISO texts `YYYY-MM-DD`, which order as text.
 */

const isoDate = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Years outside are refused: a date read in the wrong order must not pass for one. */
const firstYear = 1900;
const lastYear = 2999;

export function isPlausibleYear(year: number): boolean {
  return year >= firstYear && year <= lastYear;
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Days in a month; `month` counts from 1. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

export function isRealDay(year: number, month: number, day: number): boolean {
  if (!isPlausibleYear(year) || month < 1 || month > 12) return false;
  return day >= 1 && day <= daysInMonth(year, month);
}

/** The ISO text of a day; the numbers are taken as given. */
export function isoDateOf(year: number, month: number, day: number): string {
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/**
 * Whether the text is a real day between 1900 and 2999, written `YYYY-MM-DD`.
 *
 * @example
 * ```ts
 * assert.equal(isIsoDate('2026-02-28'), true);
 * assert.equal(isIsoDate('2026-02-29'), false);
 * ```
 */
export function isIsoDate(text: string): boolean {
  const parts = isoDate.exec(text);
  return parts !== null && isRealDay(Number(parts[1]), Number(parts[2]), Number(parts[3]));
}

/** Days from 1970-01-01 to an ISO date. */
export function epochDay(date: string): number {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7));
  const day = Number(date.slice(8, 10));
  // Years that begin in March put the leap day last, so that a month's offset is one linear formula.
  const shifted = month <= 2 ? year - 1 : year;
  const monthFromMarch = (month + 9) % 12;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1;
  const leapDays = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  return shifted * 365 + leapDays + dayOfYear - 719_468;
}

/** The ISO date that many days after 1970-01-01. */
export function dateOfEpochDay(day: number): string {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
  return isoDateOf(year, month, dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1);
}

/**
 * The ISO date that many days after another one, or before it.
 *
 * @example
 * ```ts
 * assert.equal(addDays('2026-02-28', 1), '2026-03-01');
 * ```
 */
export function addDays(date: string, days: number): string {
  return dateOfEpochDay(epochDay(date) + days);
}

/**
 * The ISO day of the week: 1 is Monday, 7 is Sunday.
 *
 * @example
 * ```ts
 * assert.equal(weekday('2026-03-02'), 1);
 * ```
 */
export function weekday(date: string): number {
  return ((((epochDay(date) + 3) % 7) + 7) % 7) + 1;
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
