import {
  type ConnectorContext,
  decode,
  defineFeed,
  delimited,
  gunzip,
  type Listed,
  type LookupSource,
  type Report,
  type RowSource,
  type Window,
} from '@ledgerline/core';
import { askedPeriods, provesEmpty, recentTag, salesAvailability } from './availability.ts';
import { listVendors, type SalesReportKey, salesBody, salesObject } from './client.ts';
import type { AppleConfig } from './config.ts';
import { contentTake, streamColumns, streamDateColumns, streamIgnore } from './records.ts';
import { reporterReply } from './reporter-reply.ts';
import { secondChance } from './second-chance.ts';
import { noteTokenAge } from './token-age.ts';
import { requireUsageDates } from './usage-dates.ts';

type Context = ConnectorContext<AppleConfig>;

function streamsOf({ streams }: AppleConfig, vendor: string, period: string) {
  const { subType, version } = streams;
  return { vendor, type: 'amStreams', subType, dateType: 'Daily', date: period.replaceAll('-', ''), version };
}

function contentOf({ streams }: AppleConfig, vendor: string, period: string): SalesReportKey {
  const date = period.replaceAll('-', '');
  const { contentVersion: version } = streams;
  return { op: 'content-report', vendor, type: 'amContent', subType: 'Detailed', dateType: 'Daily', date, version };
}

async function* list(context: Context, window: Window): AsyncGenerator<Listed, void, void> {
  const { config, clock } = context;
  noteTokenAge(context);
  const nowMs = clock.wall();
  const availability = salesAvailability(config.zone, 'daily');
  const { periods, lapsed } = askedPeriods(config.zone, availability, window, nowMs);
  if (lapsed > 0)
    yield { kind: 'skip', object: 'streams', reason: `${lapsed} days are older than the year Apple keeps` };
  if (periods.length === 0) return;
  // The detailed report has a row per stream and no column that counts.
  const unitsOfRow = config.streams.subType === 'Detailed' ? '1' : '';
  for (const vendor of await listVendors(context)) {
    for (const period of periods) {
      yield {
        kind: 'report',
        period,
        scope: vendor,
        ...recentTag(availability, period, nowMs),
        locator: vendor,
        object: salesObject(streamsOf(config, vendor, period)),
        facts: { unitsOfRow },
      };
    }
  }
}

/** One report of Sales & Trends, decoded. */
function reportRows(context: Context, key: SalesReportKey): RowSource {
  const layout = delimited({ delimiter: '\t', quote: null });
  return decode(salesBody(context, key), reporterReply(), gunzip({ when: 'always' }), layout);
}

/** The catalogue of the same day: rows that lost their ISRC in silence would be worse than rows that come later. */
function contentLookup(context: Context, vendor: string, period: string): LookupSource {
  return {
    key: `amContent/${vendor}/${period}`,
    source: secondChance(reportRows(context, contentOf(context.config, vendor, period))),
    by: ['Apple Identifier'],
    take: contentTake,
  };
}

function read(context: Context, report: Report): RowSource {
  const { config, clock } = context;
  const { period, scope: vendor } = report;
  const proves = provesEmpty(salesAvailability(config.zone, 'daily'), period, clock.wall());
  const op = proves ? 'sales-report' : 'sales-report-early';
  const rows = reportRows(context, { op, ...streamsOf(config, vendor, period) });
  return {
    ...secondChance(rows, requireUsageDates(report, streamDateColumns)),
    lookups: { content: contentLookup(context, vendor, period) },
  };
}

/** Streams of Apple Music, day by day. */
export const streams = defineFeed<AppleConfig>({
  money: false,
  summary:
    'Streams per day as Sales & Trends counts them, with the ISRC of the same day’s amContent; royalties are paid on other counts.',
  key: 'day · vendor',
  documents: '`Sales.getReport` of `amStreams`, joined to the same day’s `amContent`',
  grain: 'day',
  available: salesAvailability('worldwide', 'daily'),
  availableFor: ({ zone }) => salesAvailability(zone, 'daily'),
  emptyDocument: 'unproven',
  list,
  read,
  columns: streamColumns,
  ignore: streamIgnore,
});
