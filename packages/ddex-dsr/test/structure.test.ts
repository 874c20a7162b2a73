import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Cell } from '../src/escaping.ts';
import { identityOf, messageBody, readDsrMessage, supersedes } from '../src/index.ts';
import { chunked, codes, decodeAll, fixture, readAll } from './reading.ts';
import { as01, fileOf, head, plainMessage, su02, sy01 } from './sender.ts';

const part = (number: 1 | 2) =>
  fixture(`DSR_InventedRecords_FictitiousTunes_premium_2026-03_multi_${number}of2_20260412T083000.tsv`);

const asFile = (bytes: Uint8Array | string, object = 'part.tsv') => ({ object, open: () => chunked(bytes) });

async function readFiles(...files: (Uint8Array | string)[]) {
  const counts: Record<string, number> = {};
  const reading = readDsrMessage(files.map((bytes, at) => asFile(bytes, `part-${at + 1}.tsv`)));
  for (;;) {
    const next = await reading.next();
    if (next.done === true) return { counts, summary: next.value };
    for (const { type } of next.value.records) counts[type] = (counts[type] ?? 0) + 1;
  }
}

describe('a stream', () => {
  test.each([
    ['LF, with a final line end', fileOf(plainMessage)],
    ['LF, without', fileOf(plainMessage, { finalLineEnd: false })],
    ['CRLF, with', fileOf(plainMessage, { lineEnd: '\r\n' })],
    ['CRLF, without', fileOf(plainMessage, { lineEnd: '\r\n', finalLineEnd: false })],
    ['a byte order mark', `\ufeff${fileOf(plainMessage)}`],
  ])('is read the same whatever its line ends: %s', async (_name, text) => {
    for (const bytes of [Buffer.from(text), gzipSync(text)]) {
      const { records, summary } = await readAll(bytes);
      expect(summary.issues).toEqual([]);
      expect(records.map(({ type }) => type)).toEqual(['HEAD', 'SY01', 'AS01', 'SU02', 'FOOT']);
      expect(records[3]?.get('TransactedResource')).toBe('A1');
      expect(summary.files[0]?.lines).toBe(5);
    }
  });

  test('is handed on in batches while it is read, one block held at a time', async () => {
    let pulled = 0;
    async function* source(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`${fileOf([head(), sy01('s1')], { withoutFooter: true })}`);
      for (let block = 1; block <= 5000; block++) {
        pulled++;
        yield Buffer.from(
          fileOf([as01(String(block), 'A1'), su02(String(block), 's1', 'A1')], { withoutFooter: true }),
        );
      }
      yield Buffer.from('FOOT\t10003\t10003\t1\t5000\t5000\n');
    }
    let batches = 0;
    let largest = 0;
    let pulledAtFirst = 0;
    const reading = readDsrMessage([{ object: 'big.tsv', open: source }], { batchRows: 100 });
    for (let next = await reading.next(); ; next = await reading.next()) {
      if (next.done === true) {
        expect(next.value.ok).toBe(true);
        break;
      }
      if (batches++ === 0) pulledAtFirst = pulled;
      largest = Math.max(largest, next.value.records.length);
    }
    expect(largest).toBe(100);
    expect(batches).toBe(101);
    expect(pulledAtFirst).toBeLessThan(60);
  });

  test('that breaks off releases its source', async () => {
    let released = false;
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield fixture('audio.tsv');
      } finally {
        released = true;
      }
    }
    const reading = readDsrMessage([{ object: 'a.tsv', open: source }], { batchRows: 1 });
    await reading.next();
    await reading.return(undefined as never);
    expect(released).toBe(true);
  });

  test('stops on request', async () => {
    const stop = new AbortController();
    const reading = readAll(fixture('audio.tsv'), { signal: stop.signal });
    stop.abort();
    await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('layouts', () => {
  test('follow the record code, not the profile version that HEAD declares', async () => {
    const { records, summary } = await readAll(fixture('ugc.tsv'));
    expect(records.find(({ type }) => type === 'SY02.01')?.get('RightsType')).toBe('PerformingRight');
    expect(summary.ok).toBe(true);
    expect(codes(summary)).toContain('RECORD_VERSION_UNEXPECTED');
  });

  test('of an unknown version are those of the version before, with a finding', async () => {
    const newer: Cell[] = ['SY01.09', ...sy01('s1').slice(1), 'EUR', '1.1', '', '', '', 'new'];
    const { records, summary } = await readAll(fileOf([head(), newer]));
    expect(records[1]?.layout.code).toBe('SY01.03');
    expect(records[1]?.get('CurrencyOfTransaction')).toBe('EUR');
    expect(records[1]?.surplus).toEqual(['new']);
    expect(codes(summary)).toContain('RECORD_VERSION_UNKNOWN');
  });

  test('of an unknown record type do not exist: it is counted and passed over', async () => {
    const { records, summary } = await readAll(fileOf([...plainMessage, ['ZZ07', 'x'], ['ZZ07', 'y'], ['zz', 'y']]));
    expect(records.some(({ type }) => type === 'ZZ07')).toBe(false);
    expect(summary).toMatchObject({ ok: true, unknown: 3, records: { ZZ07: 2, other: 1 } });
    expect(codes(summary)).toEqual(['RECORD_UNKNOWN', 'RECORD_UNKNOWN']);
  });
});

describe('footers', () => {
  test('count comments and empty lines', async () => {
    const lines = ['# before the head', ...plainMessage, '#SU02\tBlockId', '', '\t\t'];
    const { summary } = await readAll(fileOf(lines));
    expect(summary).toMatchObject({ ok: true, files: [{ lines: 9, comments: 2, blanks: 2 }] });
  });

  test.each([
    [1, 'NumberOfLinesInFile'],
    [2, 'NumberOfLinesInReport'],
    [3, 'NumberOfSummaryRecords'],
    [4, 'NumberOfBlocksInFile'],
    [5, 'NumberOfBlocksInReport'],
  ])('that lie in cell %i name what they say and what was counted', async (cell, name) => {
    const { summary } = await readAll(fileOf(plainMessage, { footer: { [cell]: '77' } }));
    expect(summary.ok).toBe(false);
    const claim = summary.claims.find(({ what }) => what === name);
    expect(claim).toMatchObject({ claimed: '77', holds: false });
    expect(summary.issues[0]?.message).toBe(`${name} says 77, counted ${claim?.counted}`);
  });

  test('of single-record messages are SRFO, and are compared as well', async () => {
    const text = fixture('financial.tsv').toString();
    expect((await readAll(text)).summary.ok).toBe(true);
    const { summary } = await readAll(text.replace('SRFO\t12', 'SRFO\t11'));
    expect(codes(summary, 'failure')).toEqual(['FOOTER_MISMATCH']);
  });
});

describe('a message in several files', () => {
  test.each([
    ['in order', [1, 2]],
    ['the other way round', [2, 1]],
  ] as const)('is read %s, its summary rows counted once', async (_name, order) => {
    const { counts, summary } = await readFiles(...order.map(part));
    expect(summary.issues).toEqual([]);
    expect(summary.files).toHaveLength(2);
    expect(counts).toMatchObject({ HEAD: 2, FOOT: 2, 'SY02.01': 2, SU02: 4, SU01: 2 });
  });

  test('is not whole while a file is missing', async () => {
    const { summary } = await readFiles(part(1));
    expect(codes(summary, 'failure')).toEqual(['PARTS_MISSING']);
    expect(summary.issues[0]?.message).toContain('not read: 2');
  });

  test('may be read file by file when that is asked for', async () => {
    const { summary } = await readAll(part(1), { unit: 'file' });
    expect(summary.ok).toBe(true);
  });

  test('is refused when a file comes twice', async () => {
    const { summary } = await readFiles(part(1), part(1), part(2));
    expect(codes(summary, 'failure')).toContain('PART_REPEATED');
    expect(codes(summary, 'failure')).toContain('BLOCK_REPEATED');
  });

  test('is refused when its summary rows differ', async () => {
    const other = part(2).toString().replace('12.34', '12.35');
    const { summary } = await readFiles(part(1), other);
    expect(codes(summary, 'failure')).toEqual(['SUMMARIES_DIFFER']);
  });

  test('is refused when a block of another file comes again', async () => {
    const other = part(2)
      .toString()
      .replaceAll(/^(RE01|AS01|MW01\.01|RE02|SU02|SU01)\t2\t/gm, '$1\t1\t');
    const { summary } = await readFiles(part(1), other);
    expect(codes(summary, 'failure')).toEqual(['BLOCK_REPEATED']);
  });

  test('is refused when the files are of different messages', async () => {
    const { summary } = await readFiles(part(1), part(2).toString().replace('bap-2', 'bap-3'));
    expect(codes(summary, 'failure')).toEqual(['PART_DIFFERS']);
  });

  test('can be decoded as one body, each file gzip or plain, with or without a final line end', async () => {
    const unfinished = part(1).subarray(0, -1);
    const { gunzip } = await import('@ledgerline/core');
    const body = messageBody('both', [asFile(gzipSync(part(2))), asFile(unfinished)], gunzip());
    const observer = { claim: () => {}, evidence: () => {}, finding: () => {} };
    const { rows, evidence, claims } = await decodeAll(body.open({ signal: new AbortController().signal, observer }));
    expect(rows).toHaveLength(6);
    expect(evidence.every(({ holds }) => holds)).toBe(true);
    expect(claims).toMatchObject([{ rows: '6' }]);
  });
});

describe('a message without sales', () => {
  test.each([
    ['HEAD, SY and FOOT', fixture('no-sales.tsv').toString()],
    ['HEAD and FOOT', fileOf([head()])],
  ])('is valid and recorded as such: %s', async (_name, text) => {
    const { summary } = await readAll(text);
    expect(summary).toMatchObject({ ok: true, noSales: true });
    expect((await decodeAll(text)).claims).toMatchObject([{ rows: '0' }]);
  });

  test('is not claimed of one that broke off', async () => {
    const { summary } = await readAll(fileOf([head()], { withoutFooter: true }));
    expect(summary).toMatchObject({ ok: false, noSales: false });
  });
});

describe('a report generated again', () => {
  test('is the same report by another message, and the later one supersedes', async () => {
    const first = fixture('financial.tsv').toString();
    const again = first
      .replace('fin-2026-03', 'fin-2026-03-b')
      .replace('2026-04-12T08:30', '2026-04-20T08:30')
      .replaceAll('\tt-', '\tother-');
    const [earlier, later] = [identityOf((await readAll(first)).summary)!, identityOf((await readAll(again)).summary)!];
    expect(later.report).toBe(earlier.report);
    expect(later.message).not.toBe(earlier.message);
    expect(supersedes(later, earlier)).toBe(true);
    expect(supersedes(earlier, later)).toBe(false);
    expect(supersedes(earlier, earlier)).toBe(false);
  });
});
