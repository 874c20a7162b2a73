import { lengthInDays, type Period, parsePeriod, periodOfDays, type ReadObserver } from '@ledgerline/core';
import { readDay } from './document-date.ts';
import { wrongReport } from './second-chance.ts';

function sharedDays(one: Period, other: Period): number {
  const [, start = ''] = [one.start, other.start].sort();
  const [end = ''] = [one.end, other.end].sort();
  const shared = periodOfDays(start, end);
  return shared === undefined ? 0 : lengthInDays(shared);
}

/**
 * Compares the dates that a financial report states with those of the period that was asked for.
 *
 * The fiscal calendar is computed, the file knows it: small differences are a finding, less than half of the period in common is another
 * report.
 */
export function requireFiscalDates(
  object: string,
  periodText: string,
  stated: { readonly start: string; readonly end: string },
  observer: ReadObserver,
): void {
  const wanted = parsePeriod(periodText)!;
  const [start, end] = [readDay(stated.start), readDay(stated.end)];
  const found = start === undefined || end === undefined ? undefined : periodOfDays(start, end);
  if (found === undefined) {
    observer.finding(
      'DATES_UNCHECKED',
      `${object}: its dates cannot be read, so whether it is about ${periodText} could not be checked.`,
    );
  } else if (sharedDays(wanted, found) * 2 < lengthInDays(wanted)) {
    throw wrongReport(object, periodText, `${found.start}--${found.end}`);
  } else if (found.start !== wanted.start || found.end !== wanted.end) {
    observer.finding(
      'FISCAL_CALENDAR_DIFFERS',
      `${object}: the file says ${found.start} to ${found.end}, the computed fiscal calendar ${periodText}; rows carry the latter.`,
    );
  }
}
