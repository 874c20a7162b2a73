import type { ByteColumn, Report, RowBatch, RowSource } from '@ledgerline/core';

/** The column that says what kind of sale a row is. */
export const saleKindHeader = 'sale kind (derived)';

const [product, flag] = ['PRODUCT_TYPE_ID', 'SALE_RETURN_FLAG'];

/** Source: a public importer treats these two as streams; other values keep their code. */
const streams: ReadonlySet<string> = new Set(['S', 'ST']);
const sales: ReadonlySet<string> = new Set(['', 'S', 'SALE']);
const returns: ReadonlySet<string> = new Set(['R', 'RETURN']);

/**
 * Adds the kind of sale to the rows of a statement: the product, whether it is a return, and whether it takes back without saying so.
 *
 * Signs stay as they came. A flag that is neither sale nor return holds the report.
 */
export function withSaleKinds(source: RowSource, _report: Pick<Report, 'facts'>): RowSource {
  return {
    ...source,
    async *open(request) {
      const { observer } = request;
      let own: readonly string[] = [];
      const rows = source.open({
        ...request,
        bind(header) {
          own = ['UNITS', 'AMOUNT', product, flag].filter((name) => header.includes(name));
          const wanted = request.bind([...header, saleKindHeader]);
          return [...new Set([...wanted.filter((name) => name !== saleKindHeader), ...own])];
        },
      });
      const unknown = (word: string, line: number): void =>
        observer.finding(
          'SALE_FLAG_UNKNOWN',
          `${source.object}: line ${line} has the ${flag} "${word}", which may be a return or not; correct the file.`,
          'error',
        );
      for (;;) {
        const { value, done } = await rows.next();
        if (done) return value;
        yield withKinds(value, new Set(own), unknown);
      }
    },
  };
}

function withKinds(batch: RowBatch, own: ReadonlySet<string>, unknown: (word: string, line: number) => void): RowBatch {
  const textOf = (name: string): ((row: number) => string) => {
    const column = own.has(name) ? batch.column(name) : undefined;
    return (row) => (column === undefined ? '' : cellOf(column, row).trim().toUpperCase());
  };
  const [products, flags, units, amounts] = [textOf(product), textOf(flag), textOf('UNITS'), textOf('AMOUNT')];
  const kinds: string[] = [];
  for (let row = 0; row < batch.length; row += 1) {
    const code = products(row).slice(0, 24);
    const base = streams.has(code) ? 'stream' : code === '' ? 'sale' : code;
    const word = flags(row).slice(0, 24);
    if (returns.has(word)) kinds.push(`${base} return`);
    else {
      if (!sales.has(word)) unknown(word, batch.lines[row]!);
      const takesBack = /^[-(].*[1-9]/.test(units(row)) || /^[-(].*[1-9]/.test(amounts(row));
      kinds.push(takesBack ? `${base} adjustment` : base);
    }
  }
  const { length, header, records, lines, rejects, skipped, cursor } = batch;
  const column = columnOf(kinds);
  return {
    ...{ length, header, records, lines, rejects, skipped, cursor },
    column: (name) => (name === saleKindHeader ? column : batch.column(name)),
    row: (index) => batch.row(index),
    place: (index) => batch.place(index),
    raw: (index) => batch.raw(index),
  };
}

export function cellOf({ bytes, start, end }: ByteColumn, row: number): string {
  const from = start[row]!;
  return from < 0 ? '' : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8', from, end[row]);
}

function columnOf(texts: readonly string[]): ByteColumn {
  const start = new Int32Array(texts.length);
  const end = new Int32Array(texts.length);
  let at = 0;
  for (const [row, text] of texts.entries()) {
    start[row] = at;
    at += Buffer.byteLength(text);
    end[row] = at;
  }
  return { bytes: Buffer.from(texts.join('')), start, end };
}
