import type { ByteColumn, RowBatch } from '@ledgerline/core';
import { DateSurvey, readDate } from './date-patterns.ts';
import { fileFault } from './file-fault.ts';
import { looseNumber, NumberSurvey } from './number-marks.ts';
import type { Preset } from './preset.ts';
import { headersOf, idHeaders } from './records.ts';
import { cellOf } from './sale-kinds.ts';
import { isTotalLabel, LastRowTotal, mentionsTotal } from './total-rows.ts';

/** More different texts than this are no dates and no currencies. */
const maxDistinct = 20_000;

/** The columns of a file that the survey looks at, by the names they have there. */
export interface SurveyColumns {
  readonly units: readonly string[];
  readonly amounts: readonly string[];
  readonly dates: readonly string[];
  /** Title and artist; codes are `ids`. */
  readonly names: readonly string[];
  readonly ids: readonly string[];
  readonly upcs: readonly string[];
  readonly currency: string | undefined;
  readonly adjustment: string | undefined;
  readonly watch: readonly string[];
}

const normal = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase();

export function surveyColumns(preset: Preset, header: readonly string[]): SurveyColumns {
  const there = (names: readonly string[]): readonly string[] =>
    header.filter((name) => names.some((one) => normal(one) === normal(name)));
  const { columns } = preset;
  const of = (...fields: readonly (keyof typeof columns)[]) =>
    there(fields.flatMap((field) => headersOf(columns[field])));
  return {
    units: of('units'),
    amounts: of('amount', 'amountUsd'),
    dates: [...new Set([...of('period'), ...there(preset.dateHeaders ?? [])])],
    names: of('title', 'artist'),
    ids: there(idHeaders(preset)),
    upcs: of('upc', 'isrc'),
    currency: of('currency')[0],
    adjustment: preset.earlierMonths ? there(['Adjustment Type', 'adjustment_type'])[0] : undefined,
    watch: there(preset.watch ?? []),
  };
}

/** Looks at every row of a file once, for what must be known before any of it counts. */
export class RowSurvey {
  readonly #columns: SurveyColumns;
  readonly #object: string;
  readonly #numbers = new NumberSurvey();
  readonly #dates = new DateSurvey();
  readonly #dateTexts = new Map<string, { readonly line: number; ordinary: boolean }>();
  readonly #values = new Map<string, Set<string>>();
  readonly #currencies = new Set<string>();
  readonly #last = new LastRowTotal();
  #mangled = 0;
  #firstMangled = 0;
  #lastLine = 0;
  rows = 0;

  constructor(object: string, columns: SurveyColumns) {
    this.#object = object;
    this.#columns = columns;
  }

  /** Errors: PayloadError `TOTALS_ROW` for a row that is a total and stands among the data. */
  take(batch: RowBatch): void {
    const { units, amounts, dates, names, ids, upcs, currency, adjustment, watch } = this.#columns;
    const columnsOf = (headers: readonly string[]) => headers.map((name) => batch.column(name));
    const [unitColumns, amountColumns, dateColumns] = [columnsOf(units), columnsOf(amounts), columnsOf(dates)];
    const [nameColumns, upcColumns, watched] = [columnsOf(names), columnsOf(upcs), columnsOf(watch)];
    const idColumns = columnsOf(ids);
    const currencyColumn = currency === undefined ? undefined : batch.column(currency);
    const adjustmentColumn = adjustment === undefined ? undefined : batch.column(adjustment);
    this.rows += batch.records;
    for (let row = 0; row < batch.length; row += 1) {
      const line = batch.lines[row]!;
      this.#lastLine = line;
      for (const column of unitColumns) this.#numbers.note(cellOf(column, row), line, true);
      for (const column of amountColumns) this.#numbers.note(cellOf(column, row), line, false);
      const ordinary = adjustmentColumn === undefined || /^(None)?$/.test(cellOf(adjustmentColumn, row).trim());
      for (const column of dateColumns) this.#date(cellOf(column, row), line, ordinary);
      for (const [index, column] of watched.entries()) this.#watch(watch[index]!, cellOf(column, row));
      const code = currencyColumn === undefined ? '' : cellOf(currencyColumn, row).trim().toUpperCase();
      if (code !== '' && this.#currencies.size < 1000) this.#currencies.add(code);
      for (const column of upcColumns) this.#identifier(column, row, line);
      const hasId = idColumns.some((column) => isFilled(column, row));
      if (!hasId) this.#refuseTotal(batch, row, line);
      const named = hasId || nameColumns.some((column) => isFilled(column, row));
      const [amount] = amountColumns;
      if (amount !== undefined) this.#last.note(looseNumber(cellOf(amount, row)), code, named);
    }
  }

  #refuseTotal(batch: RowBatch, row: number, line: number): void {
    if (!mentionsTotal(batch.raw(row))) return;
    const cells = Object.values(batch.row(row).toObject());
    if (!cells.some((cell) => cell !== undefined && isTotalLabel(cell))) return;
    throw totalsRow(this.#object, line, 'looks like a total');
  }

  #identifier(column: ByteColumn, row: number, line: number): void {
    const length = column.end[row]! - column.start[row]!;
    if (column.start[row]! < 0 || length > 20 || !/^\d([.,]\d+)?E\+?\d+$/i.test(cellOf(column, row).trim())) return;
    this.#mangled += 1;
    this.#firstMangled ||= line;
  }

  #date(cell: string, line: number, ordinary: boolean): void {
    const known = this.#dateTexts.get(cell);
    if (known) {
      known.ordinary ||= ordinary;
      return;
    }
    this.#dates.note(cell, line);
    if (this.#dateTexts.size < maxDistinct) this.#dateTexts.set(cell, { line, ordinary });
  }

  #watch(header: string, cell: string): void {
    const values = this.#values.get(header) ?? new Set();
    if (values.size < 3) this.#values.set(header, values.add(cell));
  }

  /** Errors: what numbers and dates cannot decide, and `TOTALS_ROW` for a last row that adds up all others. */
  settle(told: { readonly decimal?: '.' | ','; readonly thousands?: string; readonly dates?: string }) {
    if (this.#last.isTotal)
      throw totalsRow(this.#object, this.#lastLine, 'names nothing and says what all rows before it say together');
    const numbers = this.#numbers.settle(this.#object, told);
    const dates = this.#dates.settle(this.#object, told.dates);
    const months = new Map<string, { line: number; ordinary: boolean }>();
    const days: string[] = [];
    for (const [text, { line, ordinary }] of this.#dateTexts) {
      const period = readDate(dates, text);
      if (!period) continue;
      if (period.grain === 'day') days.push(period.start);
      if (period.start.slice(0, 7) !== period.end.slice(0, 7)) continue;
      const month = period.start.slice(0, 7);
      const known = months.get(month);
      months.set(month, { line: Math.min(line, known?.line ?? line), ordinary: ordinary || known?.ordinary === true });
    }
    days.sort();
    const [first] = days;
    const last = days.at(-1);
    return {
      marks: { ...numbers, dates },
      months: [...months]
        .sort()
        .filter(([, { ordinary }]) => ordinary)
        .map(([month, { line }]) => [month, line] as const),
      ...(first === undefined || last === undefined ? {} : { days: [first, last] as const }),
      values: Object.fromEntries([...this.#values].map(([header, values]) => [header, [...values]])),
      currencies: [...this.#currencies].sort(),
      notes:
        this.#mangled === 0
          ? []
          : [
              `${this.#mangled} identifiers (the first in line ${this.#firstMangled}) are written like 8.84E+11: a spreadsheet has lost their digits, and nothing brings them back. Export again and store the column as text.`,
            ],
    };
  }
}

function isFilled({ start, end }: ByteColumn, row: number): boolean {
  return start[row]! >= 0 && end[row]! > start[row]!;
}

function totalsRow(object: string, line: number, what: string): Error {
  return fileFault(
    object,
    'TOTALS_ROW',
    `line ${line} ${what}, and would be counted twice. Remove that line, or put its label into the first cell.`,
  );
}
