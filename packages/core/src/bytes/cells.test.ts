import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ColumnBuilder, cellText, columnOf, constantColumn, hashCell, hashSeed, sameCell } from './cells.ts';

describe('a column of cells', () => {
  test('gives back the texts it was made of, an empty one as absent', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.string({ unit: 'grapheme' }), { nil: undefined })), (texts) => {
        const column = columnOf(texts);
        expect(texts.map((_, index) => cellText(column, index))).toEqual(texts.map((text) => text || undefined));
      }),
    );
  });

  test('can be one text for all rows', () => {
    const column = constantColumn('stream', 3);
    expect([0, 1, 2].map((index) => cellText(column, index))).toEqual(['stream', 'stream', 'stream']);
  });

  test('replaces and copies cells while it is built', () => {
    const builder = new ColumnBuilder(4, 1);
    builder.pushText('first');
    builder.pushBytes(Buffer.from('xsecondx'), 1, 7);
    builder.pushText('third');
    builder.pushAbsent();
    builder.replace(0, 'zwölf');
    const column = ColumnBuilder.of(builder.finish(), 4).finish();
    expect([0, 1, 2, 3].map((index) => cellText(column, index))).toEqual(['zwölf', 'second', 'third', undefined]);
  });

  test('tells equal cells from different ones, and hashes neighbours apart', () => {
    const bytes = Buffer.from('abcabd');
    expect(sameCell(bytes, 0, 2, bytes, 3, 5)).toBe(true);
    expect(sameCell(bytes, 0, 3, bytes, 3, 6)).toBe(false);
    const apart = (split: number) => hashCell(bytes, split, 3, hashCell(bytes, 0, split, hashSeed));
    expect(apart(1)).not.toBe(apart(2));
  });
});
