import {
  addDays,
  type ConnectorContext,
  dateIn,
  decode,
  defineFeed,
  gunzip,
  isLedgerlineError,
  type JsonValue,
  type Listed,
  PayloadError,
  type Report,
  type RowBatch,
  type RowSource,
  type SourceEnd,
  type Window,
} from '@ledgerline/core';
import { type FinanceReportKey, financeBody, financeObject, listFinanceSeries } from './client.ts';
import type { AppleConfig } from './config.ts';
import { financeDecoder } from './finance-decoder.ts';
import { isCoverSheetName } from './finance-layout.ts';
import { financeAvailability, fiscalPeriods, periodText } from './fiscal-calendar.ts';
import { financeColumns, financeIgnore } from './records.ts';
import { reporterReply } from './reporter-reply.ts';
import { secondChance } from './second-chance.ts';
import { noteTokenAge } from './token-age.ts';

type Context = ConnectorContext<AppleConfig>;

async function* list(context: Context, window: Window): AsyncGenerator<Listed, void, void> {
  const { config, clock } = context;
  noteTokenAge(context);
  const today = dateIn('America/Los_Angeles', clock.wall());
  const [to = today] = [window.to, today].sort();
  const periods = fiscalPeriods(window.from, to).filter(
    ({ end }) => addDays(end, config.finance.askAfterDays) <= today,
  );
  if (periods.length === 0) return;
  for (const series of await listFinanceSeries(context)) {
    const { vendor, region, report } = series;
    if (isCoverSheetName(report)) {
      const reason = 'a cover sheet: totals without transactions, not booked';
      yield { kind: 'skip', object: [vendor, region, report].join('-'), reason };
      continue;
    }
    for (const period of periods) {
      const { year, number } = period;
      yield {
        kind: 'report',
        period: periodText(period),
        scope: [vendor, region, report.replace(/[^\w.]+/g, '_')].join('-'),
        locator: { vendor, region, report, year, number },
        object: financeObject({ ...series, year, number }),
        facts: { region },
      };
    }
  }
}

function readLocator(locator: JsonValue): FinanceReportKey {
  if (typeof locator === 'object' && locator !== null && 'vendor' in locator) {
    const { vendor, region, report, year, number } = locator;
    const texts = typeof vendor === 'string' && typeof region === 'string' && typeof report === 'string';
    if (texts && typeof year === 'number' && typeof number === 'number')
      return { vendor, region, report, year, number };
  }
  throw new PayloadError('The report was listed by another version of this connector; list again.', {
    code: 'LOCATOR_UNKNOWN',
  });
}

/** Notes a report that is still not there past its time; nobody can tell "no sales" from "not issued", so it goes on being asked for. */
function noteOverdue({ clock, log }: Context, report: Report, source: RowSource): RowSource {
  const dueMs = financeAvailability.dueMs(report.period);
  return {
    ...source,
    async *open(request): AsyncGenerator<RowBatch, SourceEnd, void> {
      try {
        return yield* source.open(request);
      } catch (error) {
        const overdue = isLedgerlineError(error) && error.code === 'REPORT_NOT_READY' && clock.wall() >= dueMs;
        if (overdue) log.warn('apple.finance_overdue', { object: report.object, due: dateIn('UTC', dueMs) });
        throw error;
      }
    },
  };
}

function read(context: Context, report: Report): RowSource {
  let fileName = '';
  const body = financeBody(context, readLocator(report.locator), (name) => {
    fileName = name;
  });
  const decoder = financeDecoder({ period: report.period, fileName: () => fileName });
  return noteOverdue(context, report, secondChance(decode(body, reporterReply(), gunzip({ when: 'always' }), decoder)));
}

/** Financial reports: what royalties are settled on. */
export const finance = defineFeed<AppleConfig>({
  money: true,
  summary:
    'Settled royalties per vendor, region and fiscal month: iTunes Store, Apple Music and what else Apple lists.',
  key: 'fiscal month, as its days · vendor-region-type',
  documents: '`Finance.getReport`, every type that `getVendorsAndRegions` lists',
  grain: 'span',
  available: financeAvailability,
  declares: ['rows'],
  emptyDocument: 'unproven',
  list,
  read,
  columns: financeColumns,
  ignore: financeIgnore,
});
