import {
  type ColumnMap,
  column,
  decode,
  defineConnector,
  defineFeed,
  definePolicy,
  delimited,
  gunzip,
  ndjson,
  PayloadError,
  type RowMapper,
  Type,
  table,
} from '@ledgerline/core';
import { DropConfig, openDrop } from '@ledgerline/drop';

const saleTypes = { stream: 'stream', return: 'return' };

const columns: ColumnMap = {
  isrc: ['ISRC'],
  upc: ['UPC'],
  dspTrackId: ['Track Id'],
  title: ['Title'],
  artist: ['Artist'],
  territory: ['Country'],
  period: ['Month'],
  saleType: column('Sale Type', table(saleTypes, { otherwise: 'reject' })),
  tier: ['Product'],
  units: ['Quantity'],
  amount: ['Amount'],
  currency: ['Currency'],
};

const map: RowMapper = (row) => ({
  isrc: row.get('ISRC'),
  upc: row.get('UPC'),
  dspTrackId: row.get('Track Id'),
  title: row.get('Title'),
  artist: row.get('Artist'),
  territory: row.get('Country'),
  period: row.get('Month'),
  saleType: row.get('Sale Type'),
  tier: row.get('Product'),
  units: row.int('Quantity'),
  amount: row.decimal('Amount'),
  currency: row.get('Currency'),
});

const ignore = ['Start Date', 'End Date', 'Vendor', 'Album', 'Label', 'Genre', 'Channel', 'Composer'];

const decoders = {
  tsv: () => delimited({ delimiter: '\t', quote: null }),
  csv: () => delimited({ delimiter: ',' }),
  ndjson: () => ndjson(),
};

/** `2024-01.tsv.gz` is the report of that month; its rows may belong to others. */
function readName(path: string): { readonly period: string; readonly format: keyof typeof decoders } {
  const [, period, format] = /^(\d{4}-\d{2})\.(tsv|csv|ndjson)\.gz$/.exec(path) ?? [];
  if (period && (format === 'tsv' || format === 'csv' || format === 'ndjson')) return { period, format };
  throw new PayloadError(`${path} is not named as the generator names its files.`, { code: 'FILE_UNKNOWN' });
}

function feed(way: { readonly columns: ColumnMap } | { readonly map: RowMapper }) {
  return defineFeed<{ readonly drop: DropConfig }>({
    money: true,
    grain: 'month',
    summary: 'The generated sales report.',
    async *list(context) {
      for await (const { path, size, tag } of openDrop(context.config.drop, context).list())
        yield { kind: 'report', period: readName(path).period, object: path, tag, locator: { path, size, tag } };
    },
    read(context, { object }) {
      const body = openDrop(context.config.drop, context).body(object);
      return decode(body, gunzip(), decoders[readName(object).format]());
    },
    ignore,
    ...way,
  });
}

/** The DSP of the benchmark: one feed mapped by data, one by a function. */
export default defineConnector({
  name: 'bench',
  version: '1.0.0',
  dsp: 'bench',
  summary: 'Generated sales reports in a folder.',
  config: Type.Object({ drop: DropConfig }),
  policy: definePolicy({ id: 'bench', policy: {} }),
  capabilities: {},
  feeds: { sales: feed({ columns }), mapped: feed({ map }) },
});
