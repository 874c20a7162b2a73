import {
  type ConnectorContext,
  decode,
  defineFeed,
  delimited,
  gunzip,
  type Listed,
  parsePeriod,
  type Report,
  type RowSource,
  type Window,
} from '@ledgerline/core';
import { askedPeriods, provesEmpty, recentTag, salesAvailability } from './availability.ts';
import { listVendors, salesBody, salesObject } from './client.ts';
import type { AppleConfig, Frequency } from './config.ts';
import { salesColumns, salesDateColumns, salesIgnore } from './records.ts';
import { reporterReply } from './reporter-reply.ts';
import { secondChance } from './second-chance.ts';
import { noteTokenAge } from './token-age.ts';
import { requireUsageDates } from './usage-dates.ts';

type Context = ConnectorContext<AppleConfig>;

const dateTypes: Readonly<Record<Frequency, string>> = { daily: 'Daily', weekly: 'Weekly', monthly: 'Monthly' };

/** A period as Reporter wants it: a week by the Sunday that ends it. */
function dateArgument(period: string): string {
  const { end, grain } = parsePeriod(period)!;
  return (grain === 'month' ? end.slice(0, 7) : end).replaceAll('-', '');
}

/** The identity of a purchase report in Reporter's terms. */
function reportOf({ sales }: AppleConfig, vendor: string, period: string) {
  const { subType, version, frequency } = sales;
  return { vendor, type: 'Sales', subType, dateType: dateTypes[frequency], date: dateArgument(period), version };
}

async function* list(context: Context, window: Window): AsyncGenerator<Listed, void, void> {
  const { config, clock } = context;
  noteTokenAge(context);
  const nowMs = clock.wall();
  const availability = salesAvailability(config.zone, config.sales.frequency);
  const { periods, lapsed } = askedPeriods(config.zone, availability, window, nowMs);
  if (lapsed > 0)
    yield { kind: 'skip', object: 'sales', reason: `${lapsed} periods are older than the year Apple keeps` };
  if (periods.length === 0) return;
  for (const vendor of await listVendors(context)) {
    for (const period of periods) {
      yield {
        kind: 'report',
        period,
        scope: vendor,
        ...recentTag(availability, period, nowMs),
        locator: vendor,
        object: salesObject(reportOf(config, vendor, period)),
      };
    }
  }
}

function read(context: Context, report: Report): RowSource {
  const { config, clock } = context;
  const availability = salesAvailability(config.zone, config.sales.frequency);
  const op = provesEmpty(availability, report.period, clock.wall()) ? 'sales-report' : 'sales-report-early';
  const body = salesBody(context, { op, ...reportOf(config, report.scope, report.period) });
  const rows = decode(body, reporterReply(), gunzip({ when: 'always' }), delimited({ delimiter: '\t', quote: null }));
  return secondChance(rows, requireUsageDates(report, salesDateColumns));
}

/** Purchases of the iTunes Store as usage: their royalty price is an estimate that nothing is settled on. */
export const sales = defineFeed<AppleConfig>({
  money: false,
  summary:
    'One row per purchase or return, by day, week or month, without money: the royalty price is only an estimate.',
  key: 'day, week or month · vendor',
  documents: '`Sales.getReport` of `Sales`',
  grain: 'span',
  available: salesAvailability('worldwide', 'daily'),
  availableFor: ({ zone, sales }) => salesAvailability(zone, sales.frequency),
  emptyDocument: 'unproven',
  list,
  read,
  columns: salesColumns,
  ignore: salesIgnore,
});
