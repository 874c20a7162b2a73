import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ColumnMap } from '../contracts/columns.ts';
import type { DeadLetter } from '../contracts/manifest.ts';
import type { Report } from '../contracts/report.ts';
import { createMapping } from '../map/mapping.ts';
import { rowBatch } from '../map/row-batch.fixture.ts';
import { deadLetter } from './dead-letters.ts';
import { Bench } from './judge.ts';
import { isReplayable, letterBatch, letterLookups } from './letter-batch.ts';

const report: Report = {
  ...{ dsp: 'sample', account: 'a', feed: 'streams', period: '2026-03', scope: '-', locator: null, object: 'table' },
  facts: { kind: 'stream' },
};
const columns: ColumnMap = {
  isrc: { kind: 'joined', lookup: 'tracks', by: ['Track'], take: 'isrc', steps: [] },
  dspTrackId: ['Track'],
  territory: ['Country'],
  units: ['Units'],
  period: { kind: 'fromReport', property: 'period' },
  saleType: { kind: 'fromReport', property: 'kind' },
};
const tracks = {
  fields: ['isrc', 'upc'],
  get: (key: string) => (key === 't1' ? ['DEA122600001', undefined] : undefined),
};
const header = ['Track', 'Country', 'Units', 'Note'];

function mappingWith(lookups: Parameters<typeof createMapping>[0]['lookups']) {
  return createMapping({ columns, report, money: false, lookups });
}

/** Every row as a dead letter that went through a file. */
function letters(table: readonly (readonly (string | undefined)[])[]): DeadLetter[] {
  const mapping = mappingWith({ tracks });
  mapping.bind(header);
  const { items, rejects } = mapping.map(rowBatch(header, table));
  const bench = new Bench();
  bench.sit(items);
  for (let index = 0; index < items.length; index += 1) bench.reject(index, 'WHATEVER', undefined, 'for a test');
  const rejected = [...rejects, ...bench.takeRejects()].sort((left, right) => left.place.record - right.place.record);
  return rejected.map((row) => JSON.parse(JSON.stringify(deadLetter('sample/a/streams/2026-03/-', row))));
}

test('a letter keeps what its lookups gave, and a row that is mapped again needs neither document', () => {
  const [known, unknown] = letters([
    ['t1', 'DE', '3', undefined],
    ['t2', 'FR', 'many', 'x'],
  ]);
  expect(known?.row).toEqual({
    cells: { Track: 't1', Country: 'DE', Units: '3', Note: null },
    joined: [{ lookup: 'tracks', key: 't1', values: { isrc: 'DEA122600001', upc: null } }],
  });
  expect(unknown?.row?.joined).toEqual([{ lookup: 'tracks', key: 't2', values: { isrc: null, upc: null } }]);
  const kept = [known, unknown].flatMap((letter) => (letter && isReplayable(letter) ? [letter] : []));
  const mapping = mappingWith(letterLookups(kept));
  const batch = letterBatch(kept);
  mapping.bind(batch.header);
  const { items, rejects } = mapping.map(batch);
  expect(items.item(0)).toMatchObject({ isrc: 'DEA122600001', units: '3', saleType: 'stream', source: { line: 2 } });
  expect(rejects).toMatchObject([{ code: 'UNITS_NOT_INTEGER', raw: 't2|FR|many|x', place: { record: 1, line: 3 } }]);
});

const text = fc.option(fc.string({ minLength: 1, maxLength: 6 }), { nil: undefined });
const rows = fc.array(fc.tuple(fc.constantFrom('t1', 't2', ''), text, text, text), { minLength: 1, maxLength: 6 });

test('a row comes out of a replay as it came out of its document, whatever is in it', () => {
  fc.assert(
    fc.property(rows, (table) => {
      const direct = mappingWith({ tracks });
      direct.bind(header);
      const wanted = direct.map(rowBatch(header, table));
      const kept = letters(table).filter(isReplayable);
      const again = mappingWith({ tracks: { fields: ['isrc', 'upc'], get: () => undefined }, ...letterLookups(kept) });
      const batch = letterBatch(kept);
      again.bind(batch.header);
      const replayed = again.map(batch);
      for (let index = 0; index < table.length; index += 1)
        expect(replayed.items.item(index)).toEqual(wanted.items.item(index));
      expect(replayed.rejects.map(({ code, path }) => [code, path])).toEqual(
        wanted.rejects.map(({ code, path }) => [code, path]),
      );
    }),
  );
});

test('a settled letter and one whose row was never decoded are not replayed', () => {
  const [letter] = letters([['t1', 'DE', '3', undefined]]);
  if (!letter) throw new Error('there is one');
  const { row: _, ...unread } = letter;
  const settled: DeadLetter = {
    ...letter,
    resolution: { kind: 'discarded', at: '2026-04-01T00:00:00.000Z', run: 'r' },
  };
  expect([letter, unread, settled].map(isReplayable)).toEqual([true, false, false]);
});
