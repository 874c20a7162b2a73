import { gzipSync } from 'node:zlib';
import { gunzip, isLedgerlineError } from '@ledgerline/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dsr, dsrColumns } from '../src/index.ts';
import { chunked, decodeAll, fixture } from './reading.ts';
import { as01, fileOf, head, plainMessage, su02, sy01 } from './sender.ts';

const many = fileOf([
  head(),
  sy01('s1'),
  ...Array.from({ length: 25 }, (_, at) => [
    as01(String(at), 'A1', `Ünï ${at}`),
    '# between',
    su02(String(at), 's1', 'A1', String(at)),
  ]).flat(),
]);

describe('a decoded message', () => {
  test('has one header, whatever its profile, and the cells asked for', async () => {
    expect((await decodeAll(fixture('audio.tsv'))).header).toEqual(dsrColumns);
    const { header, rows } = await decodeAll(fixture('financial.tsv'), {
      cells: ['Head.MessageId', 'Summary.MusicUsageRatio'],
    });
    expect(header).toEqual([...dsrColumns, 'Head.MessageId', 'Summary.MusicUsageRatio']);
    expect(rows[0]).toMatchObject({ 'Head.MessageId': 'fin-2026-03', 'Summary.MusicUsageRatio': '1.0' });
  });

  test('joins every sale with its summary, release, recording and work', async () => {
    const { rows } = await decodeAll(fixture('audio.tsv'));
    expect(rows).toHaveLength(6);
    expect(rows[3]).toMatchObject({
      RecordType: 'SU02',
      SalesTransactionId: 'tx-2-1',
      Territory: 'XK',
      Currency: 'EUR',
      UseType: 'OnDemandStream',
      CommercialModel: 'AdvertisementSupportedModel',
      Period: '2026-03',
      PeriodStart: '2026-03-01',
      PeriodEnd: '2026-03-31',
      ISRC: 'QZABC2600012',
      ICPN: '036000291452',
      ISWC: 'T0345246801',
      Title: 'Two',
      DisplayArtistName: 'The Invented',
      ReleaseTitle: 'Album 2',
      Label: 'Fiction',
      DspResourceId: 'trk-2',
      DspWorkId: 'w-2',
      Usages: '100',
      NetUsages: '100',
    });
    expect(rows[5]).toMatchObject({ RecordType: 'SU01', Usages: '5', Returns: '2', NetUsages: '3', ISRC: undefined });
  });

  test('of the financial profile describes a recording by its own cells and a release sale by those of the release', async () => {
    const { rows } = await decodeAll(fixture('financial.tsv'));
    expect(rows[1]).toMatchObject({ Title: 'Stille | Lärm', ISRC: 'QZABC2600002', ReleaseTitle: 'Nordlicht' });
    expect(rows[3]).toMatchObject({ Title: 'Nordlicht', ISRC: undefined, ICPN: '00036000291452', Territory: 'NO' });
  });

  test('can give summary rows, which alone carry the money of the Basic Audio Profile', async () => {
    const { rows, claims } = await decodeAll(fixture('audio.tsv'), { rows: 'summaries' });
    expect(rows.map(({ Territory, Currency, NetRevenue }) => [Territory, Currency, NetRevenue])).toEqual([
      ['GB', 'GBP', '12.34'],
      ['XK', 'EUR', '0.5'],
    ]);
    expect(claims).toMatchObject([{ rows: '2' }]);
  });

  test('counts what is no row by its reason, and every line once', async () => {
    const { batches, rows } = await decodeAll(fixture('financial.tsv'), { batchRows: 3 });
    const skipped = batches.map((batch) => batch.skipped);
    expect(skipped).toEqual([{ comment: 2, header: 1, summary: 2, blank: 1, bilateral: 1 }, { footer: 1 }]);
    expect(
      rows.length + skipped.flatMap((counts) => Object.values(counts)).reduce((sum, count) => sum + count, 0),
    ).toBe(12);
  });

  test('says where each row stands, with its text as received', async () => {
    const { batches } = await decodeAll(fixture('financial.tsv'));
    const [batch] = batches;
    const bytes = fixture('financial.tsv');
    for (let at = 0; at < batch!.length; at++) {
      const { line, byteOffset, record } = batch!.place(at);
      expect(record).toBe(at);
      expect(batch!.lines[at]).toBe(line);
      expect(bytes.subarray(byteOffset).toString()).toMatch(new RegExp(`^SR08\tt-${at + 1}\t`));
      expect(bytes.toString().split('\n')[line - 1]).toBe(batch!.raw(at));
    }
  });

  test('gives bound columns as bytes that are the cells of its rows', async () => {
    const bound = ['Title', 'ISRC', 'Usages', 'AllocatedNetRevenue'];
    const { batches } = await decodeAll(fixture('financial.tsv'), { bound, batchRows: 3 });
    for (const batch of batches) {
      for (const name of bound) {
        const { bytes, start, end } = batch.column(name);
        const texts = Array.from({ length: batch.length }, (_, at) =>
          start[at] === -1 ? undefined : Buffer.from(bytes.subarray(start[at], end[at])).toString(),
        );
        expect(texts).toEqual(Array.from({ length: batch.length }, (_, at) => batch.row(at).get(name)));
      }
      expect(() => batch.column('Territory')).toThrow(RangeError);
      expect(() => batch.row(batch.length)).toThrow(RangeError);
    }
  });

  test('reads integers and decimals strictly, and knows which columns it has not', async () => {
    const row = (await decodeAll(fixture('financial.tsv'))).batches[0]!.row(2);
    expect([row.int('NetUsages'), row.decimal('AllocatedNetRevenue')]).toEqual(['-1', '-0.0875']);
    expect(() => row.int('Title')).toThrow(expect.toSatisfy(isLedgerlineError));
    expect(() => row.get('Artist')).toThrow(expect.objectContaining({ code: 'COLUMN_MISSING' }));
  });

  test('is unpacked by the magic bytes of gzip', async () => {
    const stage = gunzip({ when: 'magic' });
    const plain = await decodeAll(fixture('audio.tsv'), { stage });
    const packed = await decodeAll(gzipSync(fixture('audio.tsv')), { stage });
    expect(packed.rows).toEqual(plain.rows);
    expect(packed.end).toEqual(plain.end);
    expect(packed.evidence.map(({ kind }) => kind)).toEqual(['gzip-trailer', 'framing']);
  });

  test('leaves net usages open where the sign of returns makes them a guess', async () => {
    const sale = ['SU01', '1', 's1', 'tx', '', 'A1', 'true', 'false', '5', '-2', '', ''];
    const { rows } = await decodeAll(fileOf([head(), sy01('s1'), as01('1', 'A1'), sale]));
    expect(rows[0]).toMatchObject({ Usages: '5', Returns: '-2', NetUsages: undefined });
  });
});

describe('proof', () => {
  test('fails for a footer that lies, and the claim of rows with it', async () => {
    const { evidence, claims, rows } = await decodeAll(fileOf(plainMessage, { footer: { 1: '6' } }));
    expect(evidence).toMatchObject([{ kind: 'framing', holds: false }]);
    expect(evidence[0]?.detail).toContain('NumberOfLinesInFile says 6, counted 5');
    expect(rows).toHaveLength(1);
    expect(claims).toMatchObject([{ rows: '2' }]);
  });

  test('fails for a file that breaks off, which claims nothing', async () => {
    const { evidence, claims } = await decodeAll(fileOf(plainMessage, { withoutFooter: true }));
    expect(evidence).toMatchObject([{ holds: false }]);
    expect(claims).toEqual([]);
  });

  test('fails for an empty document', async () => {
    const { evidence, end } = await decodeAll('');
    expect(evidence).toMatchObject([{ holds: false }]);
    expect(end).toMatchObject({ hasContent: false, decodedBytes: 0 });
  });

  test('hands findings on, one per kind, and failures as evidence', async () => {
    const { findings, evidence } = await decodeAll(fixture('ugc.tsv'), { strict: true });
    expect(findings).toEqual([]);
    expect(evidence.every(({ holds }) => !holds)).toBe(true);
    expect((await decodeAll(fixture('ugc.tsv'))).findings).toContain('DATE_FORM');
  });

  test('does not claim amounts of rows that are not the sales, or that differ by rounding', async () => {
    expect((await decodeAll(fixture('financial.tsv'), { rows: 'summaries' })).claims).toMatchObject([{ rows: '2' }]);
    const rounded = fixture('financial.tsv').toString().replaceAll('3.6625', '3.66');
    const { claims, findings } = await decodeAll(rounded);
    expect(claims.every(({ amounts }) => amounts === undefined)).toBe(true);
    expect(findings).toEqual(['SUMMARY_ROUNDING']);
  });
});

describe('batches and cursors', () => {
  test('are the same wherever the chunks fall', async () => {
    const whole = await decodeAll(many, { batchRows: 7 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 }), async (lengths) => {
        const parts = await decodeAll(chunked(many, ...lengths), { batchRows: 7 });
        expect(parts.rows).toEqual(whole.rows);
        expect(parts.batches.map(({ cursor, records, skipped }) => [cursor, records, skipped])).toEqual(
          whole.batches.map(({ cursor, records, skipped }) => [cursor, records, skipped]),
        );
        expect(parts.end).toEqual(whole.end);
      }),
      { numRuns: 60 },
    );
    expect(whole.batches.map(({ records }) => records)).toEqual([7, 7, 7, 4]);
  });

  test('let reading go on where it stood, with the same end, claims and evidence', async () => {
    const whole = await decodeAll(many, { batchRows: 7 });
    for (const [at, { cursor }] of whole.batches.entries()) {
      const rest = await decodeAll(chunked(many, 100), { batchRows: 7, resume: cursor });
      expect(rest.rows).toEqual(whole.rows.slice(7 * (at + 1)));
      expect([rest.end, rest.claims, rest.evidence]).toEqual([whole.end, whole.claims, whole.evidence]);
      expect(rest.batches[0]?.place(0).record ?? 0).toBe(rest.rows.length > 0 ? 7 * (at + 1) : 0);
    }
  });

  test('refuse to go on in a document that changed, or that is shorter now', async () => {
    const { batches } = await decodeAll(many, { batchRows: 7 });
    const resume = batches[1]!.cursor;
    const changed = many.replace('Ünï 3', 'Ünö 3');
    await expect(decodeAll(changed, { batchRows: 7, resume })).rejects.toMatchObject({ code: 'RESUME_MISMATCH' });
    await expect(decodeAll(fileOf(plainMessage), { resume })).rejects.toMatchObject({ code: 'RESUME_MISMATCH' });
  });
});

test('options that name no cell, kind of row or dialect are TypeErrors', () => {
  expect(() => dsr({ cells: ['ISRC'] })).toThrow(TypeError);
  expect(() => dsr({ cells: ['Summary.Nothing'] })).toThrow(TypeError);
  expect(() => dsr({ cells: ['constructor.name'] })).toThrow(TypeError);
  expect(() => dsr({ rows: 'all' as 'sales' })).toThrow(TypeError);
  expect(() => dsr({ dialect: 'b' as 'standard' })).toThrow(TypeError);
});
