import { ExactSums } from '@ledgerline/fakes';
import { type FakeAssets, generateAssets } from './assets.ts';
import { type HeaderForm, headerOf } from './headers.ts';
import type { Content } from './report-catalogue.ts';
import { type RevenueRow, type RowDirt, revenueRows } from './report-rows.ts';

/** What a report file is to be like; everything but content and days has a default. */
export interface ReportFileOptions extends RowDirt {
  readonly content: Content;
  /** First and last day, ISO dates. */
  readonly from: string;
  readonly to: string;
  /** @default 1 */
  readonly seed?: string | number;
  /** Another number gives other amounts for the same window: a re-issue. @default 0 */
  readonly version?: number;
  /** 0 gives a header and nothing else. @default 50 */
  readonly rows?: number;
  readonly assets?: FakeAssets;
  /** `studio` writes Title Case names, as files saved by hand have. @default 'api' */
  readonly header?: HeaderForm;
  /** A line `Asset Summary` before the header. @default false */
  readonly titleLine?: boolean;
  /** @default false */
  readonly crlf?: boolean;
}

/** What a file adds up to, counted while it was written. Units: exact decimals without trailing zeros, whole numbers, all as text. */
export interface ReportTotals {
  readonly rows: number;
  readonly units: string;
  /** US dollars; absent for files without money. */
  readonly amount?: string;
  /** By the month a row belongs to, which for adjustments is an earlier one. */
  readonly amountsByMonth: Readonly<Record<string, string>>;
  readonly amountsByTerritory: Readonly<Record<string, string>>;
  /** By the text of the adjustment, `None` included. */
  readonly amountsByAdjustment: Readonly<Record<string, string>>;
  readonly rowsWithoutIsrc: number;
}

export interface GeneratedReport {
  readonly bytes: Uint8Array;
  readonly totals: ReportTotals;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function assetCells(assets: FakeAssets, columns: readonly string[]): string[][] {
  return assets.map((asset, index) => {
    // Every fifth label has given no ISRC of its own; YouTube shows one all the same.
    const yours = index % 5 === 4 ? '' : asset.isrc;
    const known: Readonly<Record<string, string>> = {
      asset_id: asset.assetId,
      custom_id: `c${index}`,
      isrc: asset.isrc,
      your_isrc: yours,
      display_isrc: asset.isrc,
      other_isrc: `ZZOTH26${String(index).padStart(5, '0')}`,
      upc: asset.upc,
      asset_title: asset.title,
      artist: asset.artist,
    };
    return columns.map((name) => known[name] ?? '');
  });
}

/** Counts rows on their way to the file. */
class Counter {
  readonly #months = new ExactSums();
  readonly #territories = new ExactSums();
  readonly #adjustments = new ExactSums();
  readonly #all = new ExactSums();
  #units = 0n;
  #rows = 0;
  #withoutIsrc = 0;

  add(row: RevenueRow): void {
    this.#rows += 1;
    this.#units += row.units;
    if (row.isrc === '') this.#withoutIsrc += 1;
    this.#all.add('USD', row.amount);
    this.#months.add(row.day.slice(0, 7), row.amount);
    this.#territories.add(row.territory, row.amount);
    this.#adjustments.add(row.adjustment, row.amount);
  }

  totals(): ReportTotals {
    return {
      rows: this.#rows,
      units: this.#units.toString(),
      amount: this.#all.toObject().USD ?? '0',
      amountsByMonth: this.#months.toObject(),
      amountsByTerritory: this.#territories.toObject(),
      amountsByAdjustment: this.#adjustments.toObject(),
      rowsWithoutIsrc: this.#withoutIsrc,
    };
  }
}

/**
 * The bytes of a report in chunks, for files too large to hold; returns the totals.
 *
 * Order: the same options give the same bytes.
 */
export function* reportFileChunks(options: ReportFileOptions): Generator<Uint8Array, ReportTotals, void> {
  const { content, header = 'api', rows = 50 } = options;
  const end = options.crlf === true ? '\r\n' : '\n';
  const assets = options.assets ?? generateAssets();
  const { names, columns } = headerOf(content, header);
  let lines = [...(options.titleLine === true ? ['Asset Summary'] : []), names.map(quoted).join(',')];
  const flush = (): Uint8Array => {
    const bytes = Buffer.from(lines.map((line) => line + end).join(''), 'utf8');
    lines = [];
    return bytes;
  };
  const counter = new Counter();
  if (content === 'assets' || content === 'assets-older') {
    const listed = rows === 0 ? [] : assetCells(assets, columns);
    for (const cells of listed) lines.push(cells.map(quoted).join(','));
    yield flush();
    const { amount: _none, ...totals } = counter.totals();
    return { ...totals, rows: listed.length };
  }
  const days = { from: options.from, to: options.to, seed: options.seed ?? 1, version: options.version ?? 0 };
  for (const row of revenueRows({ ...options, ...days, content, rows, assets })) {
    lines.push(columns.map((name) => quoted(row.cells[name] ?? '')).join(','));
    counter.add(row);
    if (lines.length >= 4096) yield flush();
  }
  yield flush();
  return counter.totals();
}

/** Writes a report and counts what it adds up to. */
export function generateReportFile(options: ReportFileOptions): GeneratedReport {
  const parts: Uint8Array[] = [];
  const chunks = reportFileChunks(options);
  for (;;) {
    const step = chunks.next();
    if (step.done === true) return { bytes: Buffer.concat(parts), totals: step.value };
    parts.push(step.value);
  }
}
