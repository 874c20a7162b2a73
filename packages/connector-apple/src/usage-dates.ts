import { parsePeriod, type Report, type RowBatch } from '@ledgerline/core';
import { placeOf, readDay } from './document-date.ts';
import { type FirstLook, wrongReport } from './second-chance.ts';

/** The dates of the first batch by how far they are from the period. */
function sortDates(batch: RowBatch, header: string, period: { readonly start: string; readonly end: string }) {
  const places = { inside: 0, beside: 0, outside: 0, unread: 0 };
  let first = '';
  for (let index = 0; index < batch.length; index += 1) {
    const day = readDay(batch.row(index).get(header) ?? '');
    if (day === undefined) {
      places.unread += 1;
      continue;
    }
    if (first === '') first = day;
    const place = placeOf(day, period);
    places[place] += 1;
    if (place === 'inside') break;
  }
  return { ...places, first };
}

/**
 * Compares the days in a report of Sales & Trends with the period that was asked for.
 *
 * One row of the period is enough: others may be late or, by another clock, of the day beside it. Only days beside it are accepted with a
 * finding, nothing but other days is another report.
 */
export function requireUsageDates(report: Report, columns: readonly string[]): FirstLook {
  const period = parsePeriod(report.period)!;
  const find = (header: readonly string[]) => columns.find((name) => header.includes(name));
  return {
    needs: (header) => columns.filter((name) => name === find(header)),
    check(batch, observer) {
      const header = find(batch.header);
      const found = header === undefined ? undefined : sortDates(batch, header, period);
      if (found !== undefined && found.inside > 0) return;
      if (found === undefined || found.beside + found.outside === 0) {
        if (batch.length === 0) return;
        const why =
          header === undefined
            ? `it has none of the columns ${columns.join(', ')}`
            : `"${header}" cannot be read as days`;
        observer.finding(
          'DATES_UNCHECKED',
          `${report.object}: whether it is about ${report.period} could not be checked, ${why}.`,
        );
      } else if (found.outside === 0) {
        observer.finding(
          'DATES_SHIFTED',
          `${report.object}: its rows are of the day beside ${report.period} (${found.first}).`,
        );
      } else {
        throw wrongReport(report.object, report.period, found.first);
      }
    },
  };
}
