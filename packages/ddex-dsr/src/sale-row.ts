import { formatPeriod, type Period } from '@ledgerline/core';
import { type DsrHead, periodBetween } from './head.ts';
import type { MessageReader } from './message-reader.ts';
import { cellReader, type DsrRecord } from './record.ts';

/** A record with all it refers to, found while its block was there. */
export interface SaleRow {
  readonly record: DsrRecord;
  readonly head: DsrHead;
  /** The summary rows its id may mean: one, or several rights controllers of one id. */
  readonly summaries: readonly DsrRecord[];
  /** The sale itself, or the one a claim belongs to. */
  readonly sale: DsrRecord | undefined;
  readonly claim: DsrRecord | undefined;
  readonly release: DsrRecord | undefined;
  readonly resource: DsrRecord | undefined;
  readonly work: DsrRecord | undefined;
}

/** Joins a record with its context; to be called before the reader takes the next line. */
export function saleRow(record: DsrRecord, head: DsrHead, reader: MessageReader): SaleRow {
  const { kind } = record;
  const block = record.layout.inBlock ? reader.block : undefined;
  const sale = kind === 'sale' ? record : kind === 'claim' ? block?.sale : undefined;
  const content = sale === undefined || block === undefined ? {} : block.contentOf(sale);
  const { release, resource, work } = { release: undefined, resource: undefined, work: undefined, ...content };
  const claim = kind === 'claim' ? record : undefined;
  return { record, head, summaries: summariesOf(record, sale, reader), sale, claim, release, resource, work };
}

function summariesOf(record: DsrRecord, sale: DsrRecord | undefined, reader: MessageReader): readonly DsrRecord[] {
  if (record.kind === 'summary') return [record];
  const own = reader.summaries.of(record);
  return own.length > 0 || sale === undefined ? own : reader.summaries.of(sale);
}

/** Reads a cell of the summary; undefined where several summaries are meant and do not agree. */
export function summaryReader(...names: readonly string[]): (row: SaleRow) => string | undefined {
  const cell = cellReader(names);
  return ({ summaries }) => {
    const [first] = summaries;
    const value = first === undefined ? undefined : cell(first);
    return summaries.length < 2 || summaries.every((summary) => cell(summary) === value) ? value : undefined;
  };
}

const periodStart = summaryReader('ReportingPeriodStartDate');
const periodEnd = summaryReader('ReportingPeriodEndDate');

/** The days the row is about: those of its summary, else those of the message. */
export function periodOf(row: SaleRow): Period | undefined {
  const start = periodStart(row);
  const end = periodEnd(row);
  return start === undefined || end === undefined ? row.head.period : periodBetween(start.trim(), end.trim());
}

export function periodText(row: SaleRow): string | undefined {
  const period = periodOf(row);
  return period === undefined ? undefined : formatPeriod(period);
}
