import {
  type Decoder,
  delimited,
  type OpenRows,
  PayloadError,
  type RowBatch,
  type RowCursor,
  type SourceEnd,
} from '@ledgerline/core';
import { type FooterNotes, musicOptions, readFinanceLayout, storeOptions } from './finance-layout.ts';
import { requireFiscalDates } from './fiscal-dates.ts';
import { peekStart } from './peek-start.ts';
import { financeCurrency } from './records.ts';
import { untilEnd } from './until-end.ts';

export interface FinanceDecoderOptions {
  /** The period that was asked for, as in the report key. */
  readonly period: string;
  /** What Apple calls the file; known once its head has come. */
  readonly fileName: () => string;
}

type Request = OpenRows & { readonly object: string };

/** Units: bytes; the preamble and the beginning of the header. */
const startBytes = 1024;

/** Decodes every kind of financial report, told apart by file name and first lines; a cover sheet has no rows and says so. */
export function financeDecoder({ period, fileName }: FinanceDecoderOptions): Decoder {
  return Object.freeze({
    name: 'apple-finance',
    async *rows(bytes: AsyncIterable<Uint8Array>, request: Request): AsyncGenerator<RowBatch, SourceEnd, void> {
      const { object, observer } = request;
      const peeked = await peekStart(bytes, startBytes);
      const layout = readFinanceLayout(peeked.start.toString('utf8'), fileName());
      if (layout.kind === 'cover-sheet') return yield* coverSheet(peeked.all(), request, layout.why);
      if (layout.kind === 'music') {
        const preamble = () => requireFiscalDates(object, period, layout, observer);
        return yield* delimited(musicOptions(preamble)).rows(peeked.all(), request);
      }
      return yield* storeRows(peeked.all(), request, period);
    },
  } satisfies Decoder);
}

/** Reads a cover sheet to its end, so that its digest is known, and gives none of its lines as rows. */
async function* coverSheet(
  bytes: AsyncIterable<Uint8Array>,
  request: Request,
  why: string,
): AsyncGenerator<RowBatch, SourceEnd, void> {
  const { promise: ended, resolve: end } = Promise.withResolvers<SourceEnd>();
  const rows = delimited({ delimiter: '\t', quote: null }).rows(bytes, { ...request, bind: () => [] });
  for await (const _ of untilEnd(rows, end));
  request.observer.claim({ where: `${request.object}: a cover sheet has no transactions`, rows: '0' });
  request.observer.finding(
    'COVER_SHEET',
    `${request.object} is a cover sheet (${why}): its totals, adjustments among them, stand in the files of transactions or in reports of their own and are not booked.`,
  );
  return ended;
}

/** Rows of the iTunes Store, with their dates checked and `Total_Amount` claimed in the one currency of the rows. */
async function* storeRows(
  bytes: AsyncIterable<Uint8Array>,
  request: Request,
  period: string,
): AsyncGenerator<RowBatch, SourceEnd, void> {
  const { object, observer } = request;
  const notes: FooterNotes = {};
  const currencies = new Set<string>();
  const { resume, ...fromStart } = request;
  const bind: OpenRows['bind'] = (header) => {
    const own = header.filter((name) => ['Start Date', 'End Date', ...financeCurrency].includes(name));
    return [...new Set([...request.bind(header), ...own])];
  };
  const { promise: ended, resolve: end } = Promise.withResolvers<SourceEnd>();
  // The currencies of the whole document count, so a resumed reading goes through the rows before the cursor, too.
  const passed = createResume(object, resume);
  let checked = false;
  for await (const batch of untilEnd(delimited(storeOptions(notes)).rows(bytes, { ...fromStart, bind }), end)) {
    if (!checked && batch.length > 0) {
      const row = batch.row(0);
      requireFiscalDates(
        object,
        period,
        { start: row.get('Start Date') ?? '', end: row.get('End Date') ?? '' },
        observer,
      );
      checked = true;
    }
    noteCurrencies(batch, currencies);
    if (!passed(batch.cursor)) yield batch;
  }
  claimAmount(request, notes, currencies);
  return ended;
}

function noteCurrencies(batch: RowBatch, currencies: Set<string>): void {
  const header = financeCurrency.find((name) => batch.header.includes(name));
  if (header === undefined) return;
  const { bytes, start, end } = batch.column(header);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let row = 0; row < batch.length && currencies.size < 2; row += 1) {
    const from = start[row] ?? -1;
    if (from >= 0) currencies.add(text.toString('utf8', from, end[row]).trim().toUpperCase());
  }
}

function claimAmount(
  { object, observer }: Request,
  { totalAmount }: FooterNotes,
  currencies: ReadonlySet<string>,
): void {
  const [currency] = currencies;
  if (totalAmount === undefined || currency === undefined) return;
  if (currencies.size === 1) observer.claim({ where: 'footer Total_Amount', amounts: { [currency]: totalAmount } });
  else
    observer.finding(
      'TOTAL_MIXES_CURRENCIES',
      `${object}: Total_Amount adds up several currencies and proves nothing.`,
    );
}

/** Tells the batches that an earlier reading has already given. */
function createResume(object: string, resume: RowCursor | undefined): (cursor: RowCursor) => boolean {
  let pending = resume;
  return (cursor) => {
    if (pending === undefined) return false;
    if (cursor.byteOffset < pending.byteOffset) return true;
    if (cursor.digest !== pending.digest) {
      throw new PayloadError(`${object} is no longer the document that was being read; it is read from its start.`, {
        code: 'RESUME_MISMATCH',
        details: { object, record: pending.record },
      });
    }
    pending = undefined;
    return true;
  };
}
