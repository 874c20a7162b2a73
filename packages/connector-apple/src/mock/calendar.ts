import { fiscalPeriods } from '../fiscal-calendar.ts';

const msPerDay = 86_400_000;

/** Days from one ISO date; arithmetic of the fake's own. */
export function shiftDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * msPerDay).toISOString().slice(0, 10);
}

/** What the clocks of a zone show: `2026-03-06 05:00:00`. */
function localTime(zone: string, atMs: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(atMs);
}

const isoOf = (digits: string): string => `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;

/** The days a report is about, or why the date cannot be. */
export function daysOf(dateType: string, date: string): { readonly start: string; readonly end: string } | undefined {
  const valid = (day: string) => !Number.isNaN(Date.parse(`${day}T00:00:00Z`));
  if (dateType === 'Daily' && /^\d{8}$/.test(date) && valid(isoOf(date)))
    return { start: isoOf(date), end: isoOf(date) };
  if (dateType === 'Weekly' && /^\d{8}$/.test(date) && valid(isoOf(date))) {
    const end = isoOf(date);
    return new Date(`${end}T00:00:00Z`).getUTCDay() === 0 ? { start: shiftDay(end, -6), end } : undefined;
  }
  if (dateType === 'Monthly' && /^\d{4}(0[1-9]|1[0-2])$/.test(date)) {
    const next = new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4)), 1)).toISOString().slice(0, 10);
    return { start: `${date.slice(0, 4)}-${date.slice(4)}-01`, end: shiftDay(next, -1) };
  }
  return undefined;
}

/** Whether a report is not there yet, there, or there no longer. Source: "Reporting availability", the text of error 210. */
export function salesState(dateType: string, end: string, zone: string, atMs: number): 'early' | 'there' | 'gone' {
  const now = localTime(zone, atMs);
  if (now < `${shiftDay(end, dateType === 'Monthly' ? 5 : 1)} 05`) return 'early';
  return now >= shiftDay(end, 366) ? 'gone' : 'there';
}

/** The days of a fiscal period, as the fake counts them. */
export function fiscalDays(year: number, number: number) {
  return fiscalPeriods(`${year - 1}-09-15`, `${year}-10-10`).find(
    (period) => period.year === year && period.number === number,
  );
}
