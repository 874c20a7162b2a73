import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CellStep } from '../contracts/columns.ts';
import { type ItemField, itemFields } from '../contracts/line-item.ts';
import type { Report } from '../contracts/report.ts';
import { createMapping } from './mapping.ts';
import { readCell } from './read-cell.ts';
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

/** Every kind of step that columns have. */
const step: fc.Arbitrary<CellStep> = fc.oneof(
  fc.constant<CellStep>({ kind: 'upper' }),
  fc.constantFrom('-', '- ', '€').map((characters): CellStep => ({ kind: 'strip', characters })),
  fc.integer({ min: -6, max: 6 }).map((exponent): CellStep => ({ kind: 'scale', exponent })),
  fc
    .constantFrom('YYYYMMDD', 'MM/DD/YYYY', 'DD-MM-YYYY', 'YYYYMM')
    .map((pattern): CellStep => ({ kind: 'date', pattern })),
  fc
    .constantFrom('keep' as const, 'reject' as const)
    .map((otherwise): CellStep => ({ kind: 'table', entries: { S: 'stream', R: 'return', stream: '' }, otherwise })),
  fc.constantFrom<CellStep>({ kind: 'decimal', mark: ',', thousands: '.' }, { kind: 'decimal', mark: '.' }),
  fc.constant<CellStep>({ kind: 'blank', values: ['N/A', '-'] }),
);
const cell = fc.option(
  fc.constantFrom(
    '',
    '-',
    'N/A',
    'S',
    'R',
    'X',
    's',
    'stream',
    '20260305',
    '03/05/2026',
    '05-03-2026',
    '202603',
    '1.234,50',
    '12.50',
    '-3',
    '1e3',
    'qz-abc-26-00001',
    'ß',
    '€ 5',
  ),
  { nil: undefined },
);
const wanted: readonly ItemField[] = ['isrc', 'title', 'saleType', 'period', 'units'];
/** In the order of line items: of several faults of a row, columns name the first by that order, a function the first it meets. */
const fields = itemFields.filter((field) => wanted.includes(field));
const header = fields.map((field) => `The ${field}`);

test('every step does the same in columns and in a function of the row, to items and to dead letters', () => {
  const steps = fc.array(fc.array(step, { maxLength: 3 }), { minLength: fields.length, maxLength: fields.length });
  const rows = fc.array(fc.array(cell, { minLength: fields.length, maxLength: fields.length }), { maxLength: 6 });
  fc.assert(
    fc.property(steps, rows, (stepsOf, table: Table) => {
      const constants = { territory: 'FR' };
      const asData = createMapping({
        report,
        money: false,
        columns: {
          ...Object.fromEntries(
            fields.map((field, at) => [
              field,
              { kind: 'column', headers: [header[at]], optional: false, steps: stepsOf[at] },
            ]),
          ),
          territory: { kind: 'constant', value: constants.territory },
          artist: { kind: 'fromReport', property: 'country' },
        },
      });
      const readers = fields.map(
        (field, at) => [field, readCell(field, header[at] ?? '', ...(stepsOf[at] ?? []))] as const,
      );
      const asFunction = createMapping({
        report,
        money: false,
        map: (row, { facts }) => ({
          ...Object.fromEntries(readers.map(([field, read]) => [field, read(row)])),
          ...constants,
          artist: facts?.country,
        }),
      });
      const [data, made] = [asData, asFunction].map((mapping) => {
        mapping.bind(header);
        const { items, rejects } = mapping.map(rowBatch(header, table));
        const dead = new Set(rejects.map(({ place }) => place.line));
        const cells = Array.from({ length: items.length }, (_, row) =>
          itemFields.map((field) => items.text(field, row)),
        );
        const alive = [...items.alive];
        return {
          alive,
          dead: [...dead],
          rejects: rejects.map(({ code, path, place }) => [code, path, place.line]),
          cells: cells.filter((_, row) => alive[row] === 1),
        };
      });
      expect(made?.alive).toEqual(data?.alive);
      expect(made?.cells).toEqual(data?.cells);
      expect(made?.dead).toEqual(data?.dead);
      expect(made?.rejects).toEqual(data?.rejects);
    }),
    { numRuns: process.env.LEDGERLINE_DEEP ? 5_000 : 400 },
  );
});

test('a cell that is not there is absent, and a header that is not there is an error of the document', () => {
  const read = readCell('isrc', 'ISRC', { kind: 'upper' });
  expect(read({ get: () => undefined })).toBeUndefined();
  expect(read({ get: () => '' })).toBeUndefined();
  const mapping = createMapping({ report, money: false, map: (row) => ({ isrc: read(row), units: '1' }) });
  mapping.bind(['Other']);
  expect(() => mapping.map(rowBatch(['Other'], [['x']]))).toThrow(expect.objectContaining({ code: 'COLUMN_MISSING' }));
});
