import { addDays, isIsoDate, periodFrom } from '@ledgerline/core';

/** Ways in which Apple's reports write a day. Source: MM/DD/YYYY in financial reports; the others are † what else it could be. */
const patterns = ['MM/DD/YYYY', 'YYYYMMDD', 'M/D/YYYY'];

/** A day as ISO date; undefined when it is written in no known way. A time behind an ISO date is passed over. */
export function readDay(text: string): string | undefined {
  const trimmed = text.trim();
  const start = trimmed.slice(0, 10);
  if (isIsoDate(start)) return start;
  for (const pattern of patterns) {
    const period = periodFrom(pattern, trimmed);
    if (period?.grain === 'day') return period.start;
  }
  return undefined;
}

/** How far a day lies outside of a period: `inside`, `beside` it by one day, or `outside`. */
export function placeOf(day: string, { start, end }: { readonly start: string; readonly end: string }) {
  if (day >= start && day <= end) return 'inside';
  return day === addDays(start, -1) || day === addDays(end, 1) ? 'beside' : 'outside';
}
