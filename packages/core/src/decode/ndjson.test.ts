import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyCharacter } from '../../test/any-character.ts';
import { cellText } from '../bytes/cells.ts';
import type { RowBatch, RowCursor } from '../contracts/batch.ts';
import { PayloadError } from '../errors/leaves.ts';
import { decode } from './decode.ts';
import { ndjson } from './ndjson.ts';

const deep = process.env.LEDGERLINE_DEEP !== undefined;

interface Settings {
  readonly chunk?: number;
  readonly batchRows?: number;
  readonly resume?: RowCursor;
  readonly wanted?: readonly string[];
  readonly maxRecordBytes?: number;
}

async function read(document: string | Uint8Array, settings: Settings = {}) {
  const { chunk = 11, batchRows = 100, resume, wanted, ...options } = settings;
  const bytes = Buffer.from(document);
  const findings: string[] = [];
  const observer = {
    evidence() {},
    claim() {},
    finding: (code: string, message: string) => findings.push(`${code} ${message}`),
  };
  const body = {
    object: 'plays.ndjson',
    async *open() {
      for (let at = 0; at < bytes.length; at += chunk) yield Uint8Array.from(bytes.subarray(at, at + chunk));
    },
  };
  const signal = new AbortController().signal;
  const bind = (header: readonly string[]) => wanted ?? header;
  const iterator = decode(body, ndjson(options)).open({
    signal,
    observer,
    batchRows,
    bind,
    ...(resume ? { resume } : {}),
  });
  const batches: RowBatch[] = [];
  let next = await iterator.next();
  for (; next.done !== true; next = await iterator.next()) batches.push(next.value);
  const indexes = batches.flatMap((batch) => Array.from({ length: batch.length }, (_, index) => ({ batch, index })));
  const present = (cells: Record<string, string | undefined>) =>
    Object.fromEntries(Object.entries(cells).filter(([, text]) => text !== undefined && text !== ''));
  return {
    batches,
    findings,
    end: next.value,
    header: batches[0]?.header ?? [],
    rows: indexes.map(({ batch, index }) => present(batch.row(index).toObject())),
    columns: indexes.map(({ batch, index }) =>
      present(Object.fromEntries((wanted ?? batch.header).map((path) => [path, cellText(batch.column(path), index)]))),
    ),
    rejects: batches.flatMap((batch) => batch.rejects),
  };
}

const codeOf = (reading: Promise<unknown>) =>
  reading.then(
    () => 'nothing was thrown',
    (error: unknown) => (error instanceof PayloadError ? error.code : error),
  );

/** What JSON.parse makes of a record, flattened; empty texts count as absent. */
function flatten(value: object, prefix = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]): [string, string][] => {
      if (inner === null || inner === '') return [];
      if (typeof inner === 'object' && !Array.isArray(inner)) return Object.entries(flatten(inner, `${prefix}${key}.`));
      return [[prefix + key, typeof inner === 'string' ? inner : JSON.stringify(inner)]];
    }),
  );
}

const key = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '"', '\\', '\n', '🎵'), minLength: 1, maxLength: 2 });
const leaf = fc.oneof(
  fc.string({ unit: anyCharacter }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.integer()),
);
const record = fc.dictionary(key, fc.oneof(leaf, fc.dictionary(key, leaf, { noNullPrototype: true })), {
  noNullPrototype: true,
});

describe('newline-delimited JSON', () => {
  test('reads what JSON.parse reads, at any chunk boundary, by row and by column', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 1, maxLength: 8 }),
        fc.record({ chunk: fc.integer({ min: 1, max: 30 }), batchRows: fc.integer({ min: 8, max: 9 }) }),
        fc.record({ crlf: fc.boolean(), ascii: fc.boolean(), bom: fc.boolean(), last: fc.boolean() }),
        async (records, sizes, how) => {
          const newline = how.crlf ? '\r\n' : '\n';
          const write = (value: object) => {
            const text = JSON.stringify(value);
            return how.ascii
              ? text.replace(/[^\n -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
              : text;
          };
          const document = (how.bom ? '\ufeff' : '') + records.map(write).join(newline) + (how.last ? newline : '');
          const reading = await read(document, sizes);
          const expected = records.map((value) => flatten(value));
          expect(reading.rows).toEqual(expected);
          expect(reading.columns).toEqual(expected);
          expect(reading.rejects).toEqual([]);
        },
      ),
      { numRuns: deep ? 1000 : 200 },
    );
  });

  test('takes for JSON exactly what JSON.parse takes for JSON', async () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"a"',
      ':',
      ',',
      '1',
      '-',
      '0',
      '.',
      'e',
      '+',
      'true',
      'null',
      'nul',
      ' ',
      '"',
      '\\',
      'u0041',
      '\t',
    );
    const soup = fc.array(piece, { maxLength: 9 }).map((pieces) => `{"a":${pieces.join('')}}`);
    const isValid = (line: string): boolean => {
      try {
        return JSON.parse(line) !== undefined;
      } catch {
        return false;
      }
    };
    // Many lines to a document: to begin one costs more than to read a hundred.
    await fc.assert(
      fc.asyncProperty(fc.array(soup, { minLength: 1, maxLength: 40, size: 'max' }), async (lines) => {
        const { rejects } = await read(`{"a":1}\n${lines.join('\n')}\n`);
        const expected = lines.flatMap((line, at) => (isValid(line) ? [] : [['NDJSON_INVALID', at + 1]]));
        expect(rejects.map(({ code, place }) => [code, place.record])).toEqual(expected);
      }),
      { numRuns: deep ? 1500 : 150 },
    );
  });

  test('keeps the digits of numbers', async () => {
    const { columns } = await read('{"amount":1.10,"rate":1e-7,"big":12345678901234567890.123}\n');
    expect(columns).toEqual([{ amount: '1.10', rate: '1e-7', big: '12345678901234567890.123' }]);
  });

  test('names nested values by dotted path, finds sparse ones and tells of late ones', async () => {
    const document = '{"t":{"isrc":"A"}}\n{"n":2,"t":{"isrc":"B"}}\n{"n":3,"late":{"x":1}}\n{"late":{"x":2}}\n';
    const { header, columns, findings, rows } = await read(document, { batchRows: 2 });
    expect(header).toEqual(['t.isrc', 'n']);
    expect(columns).toEqual([{ 't.isrc': 'A' }, { n: '2', 't.isrc': 'B' }, { n: '3' }, {}]);
    expect(rows[3]).toEqual({ 'late.x': '2' });
    expect(findings).toEqual(['COLUMN_LATE Key "late.x" appears only after the first batch and is not read.']);
  });

  test('rejects broken lines in the middle, and takes a broken last line for a document cut short', async () => {
    const reading = await read('{"a":1}\n{"a":\n\n[1]\n{"a":"\\ud800"}\n{"a":2}\n');
    expect(reading.columns).toEqual([{ a: '1' }, { a: '2' }]);
    expect(reading.rejects.map(({ code, raw, place }) => [code, raw, place.record, place.line])).toEqual([
      ['NDJSON_INVALID', '{"a":', 1, 2],
      ['NDJSON_NOT_OBJECT', '[1]', 2, 4],
      ['NDJSON_INVALID', '{"a":"\\ud800"}', 3, 5],
    ]);
    expect(reading.batches[0]?.skipped).toEqual({ blank: 1 });
    const document = '{"a":1}\n{"a":12}';
    for (let cut = 9; cut < document.length; cut++)
      expect(await codeOf(read(document.slice(0, cut)))).toBe('NDJSON_TRUNCATED');
    expect(await codeOf(read(document.slice(0, 12), { batchRows: 1 }))).toBe('NDJSON_TRUNCATED');
    expect((await read(document)).columns).toEqual([{ a: '1' }, { a: '12' }]);
  });

  test('rejects a line that is not UTF-8', async () => {
    const { rejects, columns } = await read(
      Buffer.concat([Buffer.from('{"a":"x"}\n{"a":"'), Buffer.from([0xe9]), Buffer.from('"}\n')]),
    );
    expect(rejects).toMatchObject([{ code: 'INVALID_UTF8', raw: '{"a":"\\xE9"}' }]);
    expect(columns).toEqual([{ a: 'x' }]);
  });

  test('tells an empty document from one that is no NDJSON', async () => {
    for (const document of ['', '\n \n', '\ufeff']) expect((await read(document)).end.hasContent).toBe(false);
    expect(await codeOf(read('[{"uri":"/a"}]\n'))).toBe('NDJSON_UNREADABLE');
    expect(await codeOf(read(`{"a":"${'x'.repeat(300)}"}\n`, { maxRecordBytes: 100 }))).toBe('RECORD_TOO_LONG');
  });

  test('continues after a cursor, and notices a changed prefix', async () => {
    const document = Array.from({ length: 5 }, (_, index) => `{"n":${index}}\n`).join('');
    const whole = await read(document, { batchRows: 2 });
    const resume = whole.batches[0]!.cursor;
    const rest = await read(document, { batchRows: 2, chunk: 4, resume });
    expect(rest.columns).toEqual([{ n: '2' }, { n: '3' }, { n: '4' }]);
    expect(rest.end).toEqual(whole.end);
    expect(await codeOf(read(document.replace('0', '9'), { resume }))).toBe('RESUME_MISMATCH');
  });
});
