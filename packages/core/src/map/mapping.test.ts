import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ColumnMap } from '../contracts/columns.ts';
import { type ItemField, itemFields } from '../contracts/line-item.ts';
import type { Report } from '../contracts/report.ts';
import { ConfigError, PayloadError } from '../errors/leaves.ts';
import { createMapping, type MappedRows, type MappingOptions } from './mapping.ts';
import { rowBatch, type Table } from './row-batch.fixture.ts';

const report: Report = {
  dsp: 'spotify',
  account: 'label-a',
  feed: 'sales',
  period: '2026-03',
  scope: '-',
  object: 'sales.tsv',
  locator: null,
  facts: { country: 'DE' },
};
const rest: ColumnMap = {
  territory: { kind: 'constant', value: 'DE' },
  period: { kind: 'fromReport', property: 'period' },
  saleType: { kind: 'constant', value: 'stream' },
  units: ['Units'],
};

function map(header: readonly string[], table: Table, columns: ColumnMap, options: Partial<MappingOptions> = {}) {
  const mapping = createMapping({ report, money: false, columns: { ...rest, ...columns }, ...options });
  mapping.bind(header);
  return { ...mapping.map(rowBatch(header, table)), unknownHeaders: mapping.unknownHeaders };
}

const fieldsOf = ({ items }: MappedRows) =>
  Array.from({ length: items.length }, (_, index) =>
    Object.fromEntries(
      itemFields.flatMap((field) =>
        items.text(field, index) === undefined ? [] : [[field, items.text(field, index)]],
      ),
    ),
  );

function failure(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error instanceof PayloadError || error instanceof ConfigError
      ? { code: error.code, message: error.message }
      : error;
  }
  return undefined;
}

const headers: readonly (readonly [ItemField, string])[] = itemFields.map((field) => [field, `The ${field}`]);
const cell = fc.option(
  fc.constantFrom(
    '',
    '0',
    '+7',
    '-007',
    '1.50',
    '-0.0',
    '.5',
    '1e-3',
    '1,5',
    'US',
    '2026-03',
    '2026-W10',
    '2026-3',
    'ü',
    'QZABC2600001',
  ),
  { nil: undefined },
);

describe('a mapping', () => {
  test('comes out the same as data and as a function', () => {
    const table = fc.array(fc.array(cell, { minLength: headers.length, maxLength: headers.length }), { maxLength: 8 });
    fc.assert(
      fc.property(table, fc.boolean(), (rows, money) => {
        const names = headers.map(([, name]) => name);
        const columns: ColumnMap = Object.fromEntries(headers.map(([field, name]) => [field, [name]]));
        const asData = map(names, rows, columns, { money });
        const asFunction = map(
          names,
          rows,
          {},
          {
            money,
            columns: undefined,
            map: (row) => Object.fromEntries(headers.map(([field, name]) => [field, row.get(name)])),
          },
        );
        expect(fieldsOf(asFunction)).toEqual(fieldsOf(asData));
        expect(asFunction.rejects).toEqual(asData.rejects);
        expect([...asFunction.items.alive]).toEqual([...asData.items.alive]);
      }),
      { numRuns: 500 },
    );
  });

  test('shares the bytes of the batch where nothing is transformed', () => {
    const batch = rowBatch(['Units'], [['1'], ['22']]);
    const mapping = createMapping({ report, money: false, columns: rest });
    expect(mapping.bind(['Units'])).toEqual(['Units']);
    const { items } = mapping.map(batch);
    expect(items.column('units')?.bytes).toBe(batch.column('Units').bytes);
    expect(items.column('isrc')).toBeUndefined();
  });

  test('applies every kind of rule', () => {
    const lookup = new Map([['t1', ['QZABC2600001', 'First']]]);
    const { items, rejects } = map(
      ['Units', 'Track', 'UPC', 'EAN', 'When'],
      [
        ['1', 't1', '', '4006381333931', '20260305'],
        ['2', 't2', '036000291452', '', '20260306'],
      ],
      {
        isrc: { kind: 'joined', lookup: 'tracks', by: ['track_id', 'track'], take: 'isrc', steps: [] },
        title: { kind: 'joined', lookup: 'tracks', by: ['track'], take: 'title', steps: [{ kind: 'upper' }] },
        upc: {
          kind: 'coalesce',
          rules: [
            { kind: 'column', headers: ['upc'], optional: false, steps: [] },
            { kind: 'column', headers: ['ean'], optional: false, steps: [] },
          ],
        },
        period: { kind: 'column', headers: ['When'], optional: false, steps: [{ kind: 'date', pattern: 'YYYYMMDD' }] },
        territory: { kind: 'fromReport', property: 'country' },
        artist: { kind: 'column', headers: ['Artist'], optional: true, steps: [] },
      },
      { lookups: { tracks: { fields: ['isrc', 'title'], get: (key) => lookup.get(key) } } },
    );
    expect(rejects).toEqual([]);
    expect(items.item(0)).toEqual({
      dsp: 'spotify',
      account: 'label-a',
      feed: 'sales',
      isrc: 'QZABC2600001',
      upc: '4006381333931',
      title: 'FIRST',
      territory: 'DE',
      period: '2026-03-05',
      saleType: 'stream',
      units: '1',
      source: { report: 'spotify/label-a/sales/2026-03/-', line: 2 },
    });
    expect([items.text('isrc', 1), items.text('upc', 1), items.text('artist', 1)]).toEqual([
      undefined,
      '036000291452',
      undefined,
    ]);
  });

  test('makes rows it cannot map dead letters with the item as far as it got, and keeps the others', () => {
    const money: ColumnMap = { amount: ['Amount'], currency: ['Currency'], territory: ['Country'] };
    const { items, rejects } = map(
      ['Units', 'Amount', 'Currency', 'Country'],
      [
        ['1', '12.30', 'EUR', ''],
        ['1.5', '1', 'EUR', 'DE'],
        ['1', '(12.30)', 'EUR', 'DE'],
        ['1', '', 'EUR', 'DE'],
        ['1', '1', '', 'DE'],
        ['', '1', 'EUR', 'DE'],
        ['-3', '-1.2E-7', 'EUR', 'DE'],
      ],
      money,
      { money: true },
    );
    expect([...items.alive]).toEqual([1, 0, 0, 0, 0, 0, 1]);
    expect(rejects.map(({ code, path, place }) => [code, path, place.line])).toEqual([
      ['UNITS_NOT_INTEGER', 'units', 3],
      ['AMOUNT_NOT_DECIMAL', 'amount', 4],
      ['AMOUNT_MISSING', 'amount', 5],
      ['CURRENCY_MISSING', 'currency', 6],
      ['UNITS_MISSING', 'units', 7],
    ]);
    expect(rejects[1]).toMatchObject({
      stage: 'map',
      raw: '1|(12.30)|EUR|DE',
      item: { amount: '(12.30)', currency: 'EUR' },
    });
    expect([items.text('amount', 0), items.text('territory', 0)]).toEqual(['12.30', undefined]);
    expect([items.text('units', 6), items.text('amount', 6)]).toEqual(['-3', '-0.00000012']);
  });

  test('names the document, the names it looked for and those it found when a column is missing', () => {
    expect(failure(() => map(['Quantity'], [], { units: ['Units', 'Plays'] }))).toMatchObject({
      code: 'COLUMN_MISSING',
      message: expect.stringContaining('sales.tsv has no column "Units" or "Plays" for units; it has Quantity'),
    });
    expect(failure(() => map(['Units', 'Plays'], [], { units: ['units', 'PLAYS'] }))).toMatchObject({
      code: 'COLUMN_AMBIGUOUS',
    });
    expect(failure(() => map(['Units'], [], { territory: { kind: 'fromReport', property: 'city' } }))).toMatchObject({
      code: 'FACT_MISSING',
    });
  });

  test('refuses a feed that cannot give what every line item needs', () => {
    expect(failure(() => map(['Units'], [], {}, { money: true }))).toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('maps no amount, no currency'),
    });
    expect(failure(() => createMapping({ report, money: false }))).toMatchObject({ code: 'CONFIG_INVALID' });
  });

  test('tells which headers are new, as data and as a function', () => {
    const header = ['units', 'Known', 'Brand new'];
    expect(map(header, [['1', 'x', 'y']], {}, { ignore: ['KNOWN'] }).unknownHeaders).toEqual(['Brand new']);
    const byFunction = map(
      header,
      [['1', 'x', 'y']],
      {},
      {
        columns: undefined,
        ignore: ['Known'],
        map: (row) => ({ units: row.get('units'), period: '2026-03', saleType: 'stream' }),
      },
    );
    expect(byFunction.unknownHeaders).toEqual(['Brand new']);
  });

  test('buries the row of a PayloadError, but stops for a header that is not there and for a mapper that is broken', () => {
    const run = (mapper: NonNullable<MappingOptions['map']>) =>
      map(['n'], [['x']], {}, { columns: undefined, map: mapper });
    expect(run((row) => ({ units: row.int('n') })).rejects).toMatchObject([{ code: 'CELL_NOT_INTEGER', path: 'n' }]);
    expect(failure(() => run((row) => ({ units: row.get('absent') })))).toMatchObject({ code: 'COLUMN_MISSING' });
    const number = JSON.parse('{"units":7}');
    expect(failure(() => run(() => number))).toBeInstanceOf(TypeError);
  });

  test('replaces single cells without touching the batch it came from', () => {
    const batch = rowBatch(
      ['Units', 'ISRC'],
      [
        ['1', 'qz-abc-26-00001'],
        ['2', undefined],
        ['3', 'QZABC2600003'],
      ],
    );
    const mapping = createMapping({ report, money: false, columns: { ...rest, isrc: ['ISRC'] } });
    mapping.bind(batch.header);
    const { items } = mapping.map(batch);
    items.set('isrc', 0, 'QZABC2600001');
    items.set('isrc', 2, undefined);
    items.set('territoryRaw', 1, 'Worldwide');
    expect([0, 1, 2].map((index) => items.text('isrc', index))).toEqual(['QZABC2600001', undefined, undefined]);
    expect([0, 1, 2].map((index) => items.text('territoryRaw', index))).toEqual([undefined, 'Worldwide', undefined]);
    expect(mapping.map(batch).items.text('isrc', 0)).toBe('qz-abc-26-00001');
    expect(() => items.set('isrc', 3, 'x')).toThrow(RangeError);
  });
});
