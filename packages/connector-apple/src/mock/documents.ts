import { daysOf, fiscalDays, shiftDay } from './calendar.ts';
import type { FakeParts } from './fake-state.ts';
import { generateFinanceReport } from './finance-documents.ts';
import type { GeneratedDocument } from './totals.ts';
import {
  generateContentReport,
  generateSalesReport,
  generateStreamsReport,
  generateStreamsSummary,
  type UsageOptions,
} from './usage-documents.ts';

type DocumentParts = Pick<FakeParts, 'seed' | 'songs' | 'rows' | 'state' | 'regions'>;

function everyDay(start: string, end: string): string[] {
  const days: string[] = [];
  for (let day = start; day <= end; day = shiftDay(day, 1)) days.push(day);
  return days;
}

/** The report that the arguments of `Sales.getReport` name; `byDays` gives it rows of other days. */
export function salesDocument(
  parts: DocumentParts,
  args: readonly string[],
  byDays = 0,
): GeneratedDocument | undefined {
  const [vendor = '', type = '', subType = '', dateType = '', date = ''] = args;
  const span = daysOf(dateType, date);
  if (span === undefined) return undefined;
  const key = args.slice(0, 5).join('/');
  const options: UsageOptions = {
    seed: parts.seed,
    vendor,
    songs: parts.songs,
    days: everyDay(shiftDay(span.start, byDays), shiftDay(span.end, byDays)),
    rows: parts.state.rows.get(key) ?? parts.rows,
    storefronts: parts.regions.filter((region) => region !== 'ZZ'),
    revision: parts.state.revisions.get(key) ?? 0,
    shuffled: parts.state.shuffled,
  };
  if (type === 'Sales')
    return generateSalesReport(options, dateType === 'Daily' ? 'D' : dateType === 'Weekly' ? 'W' : 'M');
  if (type === 'amContent') return generateContentReport(options);
  if (type !== 'amStreams') return undefined;
  return subType === 'Summary' ? generateStreamsSummary(options) : generateStreamsReport(options);
}

/** The report that the arguments of `Finance.getReport` name. */
export function financeDocument(
  parts: DocumentParts,
  args: readonly string[],
  byDays = 0,
): GeneratedDocument | undefined {
  const [vendor = '', region = '', report = '', year = '', number = ''] = args;
  const days = fiscalDays(Number(year), Number(number));
  if (days === undefined) return undefined;
  const { state } = parts;
  const key = [vendor, region, report, year, String(Number(number))].join('/');
  return generateFinanceReport({
    kind: state.financeKinds.get(report) ?? 'store',
    seed: parts.seed,
    vendor,
    region,
    start: shiftDay(days.start, byDays),
    end: shiftDay(days.end, byDays),
    songs: parts.songs,
    rows: state.rows.get(key) ?? parts.rows,
    currencies: state.currencies.get(region) ?? ['USD'],
    revision: state.revisions.get(key) ?? 0,
    shuffled: state.shuffled,
    rowCountOffBy: state.rowCountOffBy,
  });
}
