import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogFields, Logger } from '../contracts/logger.ts';
import type { DeadLetter } from '../contracts/manifest.ts';
import { rejectionRecord } from './audited.ts';
import { RejectionLog } from './rejection-log.ts';

const letter = (line: number, code = 'CELL_NOT_DECIMAL', path = 'amount'): DeadLetter => ({
  ...{ id: `id-${line}`, report: 'd/a/f/2026-03/-', stage: 'map', code, path, message: 'is not a decimal number' },
  source: { object: 'x.csv', record: line, line, byteOffset: line * 10 },
  raw: 'DEZZ12600001;Jane Doe;12,5',
  item: { isrc: 'DEZZ12600001' },
});

/** `2-4 7` as numbers. */
const linesOf = (text: string): number[] =>
  text.split(' ').flatMap((run) => {
    const [first = 0, last = first] = run.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });

test('every rejected row of a batch is on record with line, code and path, and none of its cells', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(300), fc.constantFrom('A', 'B')), { minLength: 1 }), (drawn) => {
      const letters = drawn.toSorted(([left], [right]) => left - right).map(([line, code]) => letter(line, code));
      const record = rejectionRecord('s1', letters);
      const { rows } = record as typeof record & { rows: { code: string; count: number; lines: string }[] };
      const told = rows.flatMap(({ code, lines }) => linesOf(lines).map((line) => `${line} ${code}`));
      expect(told.sort()).toEqual(letters.map(({ source, code }) => `${source.line} ${code}`).sort());
      expect(record.count).toBe(letters.length);
      expect(JSON.stringify(record)).not.toContain('Jane');
    }),
  );
});

test('a flood of rejected rows in a row costs the audit a few bytes, and its digest notices one other letter', () => {
  const flood = Array.from({ length: 4096 }, (_, index) => letter(index + 2));
  const record = rejectionRecord('s1', flood);
  expect(record.rows).toEqual([
    { stage: 'map', code: 'CELL_NOT_DECIMAL', path: 'amount', count: 4096, lines: '2-4097' },
  ]);
  expect(JSON.stringify(record).length).toBeLessThan(300);
  const [first, ...rest] = flood;
  const other = rejectionRecord('s1', [{ ...(first ?? letter(2)), id: 'another' }, ...rest]);
  expect(other.letters).not.toBe(record.letters);
});

test('a flood of rejected rows does not flood the log: some rows, then a count of all', () => {
  const lines: [string, LogFields | undefined][] = [];
  const log: Logger = {
    debug: () => undefined,
    info: (event, fields) => lines.push([event, fields]),
    warn: (event, fields) => lines.push([event, fields]),
    error: () => undefined,
    child: () => log,
  };
  const rejections = new RejectionLog(log);
  for (let batch = 0; batch < 100; batch += 1) rejections.take([letter(batch * 2), letter(batch * 2 + 1, 'B')]);
  rejections.end();
  rejections.end();
  expect(lines).toHaveLength(21);
  expect(lines[0]).toEqual(['row.rejected', { line: 0, code: 'CELL_NOT_DECIMAL', path: 'amount', stage: 'map' }]);
  expect(lines.at(-1)).toEqual([
    'rows.rejected',
    { rejected: 200, logged: 20, untold: 180, codes: 'CELL_NOT_DECIMAL=100 B=100' },
  ]);
});
