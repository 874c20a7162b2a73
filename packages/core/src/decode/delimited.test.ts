import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellText } from '../bytes/cells.ts';
import type { RowBatch, RowCursor } from '../contracts/batch.ts';
import type { SourceEnd } from '../contracts/source.ts';
import { PayloadError } from '../errors/leaves.ts';
import { decode } from './decode.ts';
import { delimited } from './delimited.ts';
import type { DelimitedOptions } from './delimited-options.ts';

const deep = process.env.LEDGERLINE_DEEP !== undefined;

interface Reading {
  readonly rows: Record<string, string | undefined>[];
  readonly columns: Record<string, string | undefined>[];
  readonly batches: RowBatch[];
  readonly seen: unknown[];
  readonly end: SourceEnd;
}

interface Settings extends Partial<DelimitedOptions> {
  readonly chunk?: number;
  readonly batchRows?: number;
  readonly resume?: RowCursor;
}

async function read(
  document: string | Uint8Array,
  { chunk = 7, batchRows = 100, resume, ...options }: Settings = {},
): Promise<Reading> {
  const bytes = Buffer.from(document);
  const seen: unknown[] = [];
  const observer = {
    evidence: ({ kind }: { kind: string }) => seen.push(kind),
    claim: (totals: unknown) => seen.push(totals),
    finding: (code: string, _: string, severity?: string) =>
      seen.push(severity === undefined ? code : [code, severity]),
  };
  const body = {
    object: 'report.csv',
    async *open() {
      for (let at = 0; at < bytes.length; at += chunk) yield Uint8Array.from(bytes.subarray(at, at + chunk));
    },
  };
  const source = decode(body, delimited({ delimiter: ',', ...options }));
  const bind = (header: readonly string[]) => header.filter((name) => name !== '');
  const signal = new AbortController().signal;
  const iterator = source.open({ signal, observer, batchRows, bind, ...(resume === undefined ? {} : { resume }) });
  const batches: RowBatch[] = [];
  let next = await iterator.next();
  for (; next.done !== true; next = await iterator.next()) batches.push(next.value);
  const indexes = batches.flatMap((batch) => Array.from({ length: batch.length }, (_, index) => ({ batch, index })));
  const rows = indexes.map(({ batch, index }) => batch.row(index).toObject());
  const columns = indexes.map(({ batch, index }) =>
    Object.fromEntries(bind(batch.header).map((name) => [name, cellText(batch.column(name), index) ?? ''])),
  );
  return { rows, columns, batches, seen, end: next.value };
}

const codeOf = async (reading: Promise<unknown>) => {
  const error = await reading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof PayloadError)) throw error ?? new Error('nothing was thrown');
  return error.code;
};
const rejectsOf = ({ batches }: Reading) => batches.flatMap((batch) => batch.rejects);
const skippedOf = ({ batches }: Reading, reason: string) =>
  batches.reduce((sum, batch) => sum + (batch.skipped[reason] ?? 0), 0);

const cell = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', 'é', '🎵', ' ', '\t', '\ufeff'), maxLength: 6 }),
);

describe('delimited text', () => {
  test('reads what csv-parse reads, at any chunk boundary, by row and by column', async () => {
    const dialect = fc.record({
      delimiter: fc.constantFrom(',', '\t', ';', '|'),
      newline: fc.constantFrom('\n', '\r\n'),
      bom: fc.boolean(),
      finalNewline: fc.boolean(),
      always: fc.boolean(),
      chunk: fc.integer({ min: 1, max: 40 }),
      batchRows: fc.integer({ min: 1, max: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(
        dialect,
        fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 12 }),
        async (how, table) => {
          const special = new RegExp(`["\\r\\n\ufeff${how.delimiter === '|' ? '\\|' : how.delimiter}]`);
          const write = (text: string) => (how.always || special.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
          const lines = [['one', 'two', 'three'], ...table].map((cells) => cells.map(write).join(how.delimiter));
          const document = `${how.bom ? '\ufeff' : ''}${lines.join(how.newline)}${how.finalNewline ? how.newline : ''}`;
          const expected = parse<Record<string, string>>(document, {
            bom: true,
            columns: true,
            delimiter: how.delimiter,
            record_delimiter: ['\r\n', '\n'],
            skip_empty_lines: true,
          }).filter((record) => Object.values(record).some((text) => /[^ \t\r\n]/.test(String(text))));
          const reading = await read(document, {
            delimiter: how.delimiter,
            chunk: how.chunk,
            batchRows: how.batchRows,
          });
          expect(reading.rows).toEqual(expected);
          expect(reading.columns).toEqual(expected);
          expect(rejectsOf(reading)).toEqual([]);
          expect(reading.end.decodedBytes).toBe(Buffer.byteLength(document));
        },
      ),
      { numRuns: deep ? 1000 : 200 },
    );
  });

  test('takes a quote for a plain character where the dialect has none, as csv-parse does', async () => {
    const plain = fc
      .string({ unit: fc.constantFrom('"', 'a', 'é', ' ', '\\'), minLength: 1, maxLength: 5 })
      .map((text) => `x${text}`);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(plain, plain)), fc.integer({ min: 1, max: 20 }), async (table, chunk) => {
        const document = `a\tb\n${table.map((cells) => `${cells.join('\t')}\n`).join('')}`;
        const expected = parse<Record<string, string>>(document, { columns: true, delimiter: '\t', quote: null });
        expect((await read(document, { delimiter: '\t', quote: null, chunk })).columns).toEqual(expected);
      }),
    );
  });

  test('gives the same batches, rejects and cursors whatever the chunks, for any bytes at all', async () => {
    const junk = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', 'é', ' '), maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(
        junk,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 4 }),
        async (text, chunk, batchRows) => {
          const document = Buffer.from(`h1,h2\n${text}`);
          if (document.length % 3 === 0) document[document.length - 1] = 0xff;
          const facts = ({ batches, end }: Reading) => ({
            end,
            batches: batches.map(({ records, length, rejects, skipped, cursor }) => ({
              records,
              length,
              rejects,
              skipped,
              cursor,
            })),
          });
          const settings = { batchRows, maxRecordBytes: 24 };
          const outcome = (reading: Promise<Reading>) => reading.then(facts, (error: PayloadError) => error.code);
          expect(await outcome(read(document, { ...settings, chunk }))).toEqual(
            await outcome(read(document, { ...settings, chunk: 1000 })),
          );
        },
      ),
      { numRuns: deep ? 2000 : 300, examples: [['a\na', 2, 1]] },
    );
  });

  test('rejects ragged rows with their place, and allows empty cells beyond the header', async () => {
    const reading = await read('a,b\n1,2\n3\n4,5,6\n7,8,,\n', { chunk: 1000 });
    expect(reading.rows).toEqual([
      { a: '1', b: '2' },
      { a: '7', b: '8' },
    ]);
    expect(rejectsOf(reading)).toMatchObject([
      { stage: 'decode', code: 'ROW_TOO_SHORT', raw: '3', place: { record: 1, line: 3, byteOffset: 8 } },
      { stage: 'decode', code: 'ROW_TOO_LONG', raw: '4,5,6', place: { record: 2, line: 4, byteOffset: 10 } },
    ]);
    expect(reading.batches[0]?.place(1)).toEqual({ object: 'report.csv', record: 3, line: 5, byteOffset: 16 });
    expect(reading.batches[0]?.raw(1)).toBe('7,8,,');
  });

  test('rejects a row that is not UTF-8 at the byte where it stops being so', async () => {
    const reading = await read(
      Buffer.concat([Buffer.from('a,b\nx,y\n1,T'), Buffer.from([0xf6]), Buffer.from('ne\nz,ö\n')]),
    );
    expect(rejectsOf(reading)).toMatchObject([{ code: 'INVALID_UTF8', path: 'b', raw: '1,T\\xF6ne' }]);
    expect(rejectsOf(reading)[0]?.message).toContain('byte 11');
    expect(reading.columns).toEqual([
      { a: 'x', b: 'y' },
      { a: 'z', b: 'ö' },
    ]);
  });

  test('loses one line to a stray quote, not the file', async () => {
    const reading = await read('a,b\n"x" y,1\n2,3\n"never closed,4\n5,6\n');
    expect(reading.rows).toEqual([
      { a: '2', b: '3' },
      { a: '5', b: '6' },
    ]);
    expect(rejectsOf(reading).map(({ code, raw, place }) => [code, raw, place.line])).toEqual([
      ['QUOTE_MISPLACED', '"x" y,1', 2],
      ['QUOTE_UNCLOSED', '"never closed,4', 4],
    ]);
  });

  test('counts batches in records, rejects included', async () => {
    const { batches } = await read('a,b\n1,1\nbad\n\n2,2\n3,3\n4,4\n,\n', { batchRows: 2 });
    expect(batches.map(({ length, records, skipped }) => [length, records, skipped])).toEqual([
      [1, 2, {}],
      [2, 2, { blank: 1 }],
      [1, 1, { blank: 1 }],
    ]);
    expect([...batches[1]!.lines.subarray(0, 2)]).toEqual([5, 6]);
  });

  test('holds a document that ends in the middle of a row, at any byte, and remarks that a last line has no end', async () => {
    const whole = Buffer.from('name,"no, te",amount\nä,"1, 2",30\nb,"3 ""x""",40\n');
    for (let end = whole.indexOf(10) + 2; end < whole.length; end++) {
      const reading = await read(whole.subarray(0, end));
      const said = rejectsOf(reading).length > 0 ? [['DOCUMENT_CUT', 'error']] : ['open-end'];
      expect(reading.seen, `cut at byte ${end}`).toEqual(whole[end - 1] === 10 ? [] : said);
    }
    expect((await read('a,b\n1,2\n\0\0\0')).seen).toEqual([['DOCUMENT_CUT', 'error']]);
    expect((await read('a,b\n1\n1,2')).seen).toEqual(['open-end']);
    expect((await read('a,b\n1,2\n \t')).seen).toEqual([]);
  });

  test('hands preamble and footers to the feed and claims what they claim', async () => {
    const preamble: unknown[] = [];
    const document =
      'format\tv1\nStart\t03/01/2026\n\nname\tamount\nx\t1\nTotal_Rows\t1\n\nTotal_Amount\nCountry\tRate\nDE\t0.1\n';
    const reading = await read(document, {
      delimiter: '\t',
      headerLine: 4,
      preamble: (lines) => preamble.push(...lines),
      footerMarks: ['total_'],
      footer: ([name, value]) => (name === 'Total_Rows' ? { where: 'footer', rows: value ?? '' } : 'skip'),
    });
    expect(preamble).toEqual([['format', 'v1'], ['Start', '03/01/2026'], ['']]);
    expect(reading.rows).toEqual([{ name: 'x', amount: '1' }]);
    expect(reading.seen).toEqual([{ where: 'footer', rows: '1' }]);
    expect([skippedOf(reading, 'footer'), skippedOf(reading, 'blank')]).toEqual([4, 1]);
  });

  test('skips comments and rows whose telling cells are all empty', async () => {
    const reading = await read('isrc,amount,note\n#x,1,2\n,,trailer\n,1,\nA,,\n', {
      skip: { comment: '#', whenEmpty: ['Amount', 'ISRC', 'not there'] },
    });
    expect(reading.columns.map(({ isrc, amount }) => [isrc, amount])).toEqual([
      ['', '1'],
      ['A', ''],
    ]);
    expect([skippedOf(reading, 'comment'), skippedOf(reading, 'empty')]).toEqual([1, 1]);
  });

  test('finds columns by normalised name, and says which are there when one is not', async () => {
    const { batches } = await read('  Track   name ,UPC,\nx,1\n');
    const batch = batches[0]!;
    expect(batch.header).toEqual(['Track name', 'UPC']);
    expect(cellText(batch.column('TRACK NAME'), 0)).toBe('x');
    expect(batch.row(0).get('track  name')).toBe('x');
    expect(() => batch.row(0).get('ISRC')).toThrow(/no column named ISRC; it has: Track name, UPC/);
    expect(() => batch.column('ISRC')).toThrow(RangeError);
  });

  test('reads integers and decimals strictly', async () => {
    const row = (await read('n,d,e\n+007,1e-7,\n')).batches[0]!.row(0);
    expect([row.int('n'), row.decimal('d')]).toEqual(['7', '0.0000001']);
    expect(() => row.int('e')).toThrow(PayloadError);
    expect(() => row.decimal('e')).toThrow(PayloadError);
    expect(() => row.int('d')).toThrow(PayloadError);
  });

  test('tells a document without content from one without its header', async () => {
    for (const document of ['', '\ufeff', '\n\r\n  \n']) {
      const { end, batches } = await read(document);
      expect([end.hasContent, batches.length]).toEqual([false, 0]);
    }
    expect((await read('a,b')).end).toMatchObject({ hasContent: true, decodedBytes: 3 });
    expect(await codeOf(read('only one line\n', { headerLine: 3 }))).toBe('HEADER_MISSING');
    expect(await codeOf(read('a,b, A \n'))).toBe('HEADER_DUPLICATE');
    expect(await codeOf(read(Buffer.from([0x61, 0x2c, 0xff, 0x0a])))).toBe('HEADER_MALFORMED');
    expect(await codeOf(read(`a,b\n${'x'.repeat(300)},1\n`, { maxRecordBytes: 100 }))).toBe('RECORD_TOO_LONG');
  });

  test('continues after any cursor exactly where the whole reading went on, and notices a changed prefix', async () => {
    const document = 'a,b\n1,1\nbad\n\n2,2\n"x\ny",3\n4,4\n\n';
    const whole = await read(document, { batchRows: 2 });
    for (const [index, batch] of whole.batches.entries()) {
      const rest = await read(document, { batchRows: 2, chunk: 3, resume: batch.cursor });
      expect(rest.batches.map(({ cursor }) => cursor)).toEqual(
        whole.batches.slice(index + 1).map(({ cursor }) => cursor),
      );
      expect(rest.end).toEqual(whole.end);
    }
    const resume = whole.batches[0]!.cursor;
    expect(await codeOf(read(document.replace('1,1', '1,9'), { batchRows: 2, resume }))).toBe('RESUME_MISMATCH');
    expect(await codeOf(read('a,b\n1', { batchRows: 2, resume }))).toBe('RESUME_MISMATCH');
    expect(await codeOf(read('', { batchRows: 2, resume }))).toBe('RESUME_MISMATCH');
  });
});
