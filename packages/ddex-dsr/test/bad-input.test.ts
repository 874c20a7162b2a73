import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { codes, decodeAll, fixture, readAll } from './reading.ts';
import { as01, fileOf, head, plainMessage, su02, sy01 } from './sender.ts';

describe('refused at once', () => {
  test('is what has no HEAD', async () => {
    await expect(readAll('a,b,c\n1,2,3\n', { object: 'sales.csv' })).rejects.toMatchObject({
      code: 'DSR_HEAD_MISSING',
      details: { object: 'sales.csv', line: 1, byteOffset: 0 },
    });
  });

  test.each(['1.0', 'dsrf', 'ern/4', 'dsrf/x'])('is the message version %j', async (messageVersion) => {
    const reading = readAll(fileOf([head({ messageVersion })]));
    await expect(reading).rejects.toMatchObject({ code: 'DSR_VERSION_UNKNOWN' });
  });

  test.each(['dsrf/30', 'dsrf/1.1.2/6/1.0', 'dsrf/1.2/7/1.4'])(
    'is not the message version %j',
    async (messageVersion) => {
      expect((await readAll(fileOf([head({ messageVersion })]))).summary.ok).toBe(true);
    },
  );

  test.each(['RoyaltyReportingProfile', 'AudioVisualProfile', 'MasterListProfileSRB', 'Nonsense'])(
    'is the profile %s, naming those that are read',
    async (profile) => {
      const reading = readAll(fileOf([head({ profile })]));
      await expect(reading).rejects.toMatchObject({
        code: 'DSR_PROFILE_UNSUPPORTED',
        message: expect.stringContaining('BasicAudioProfile, '),
      });
    },
  );

  test('is another profile than the one expected; case does not matter', async () => {
    const text = fileOf(plainMessage);
    await expect(readAll(text, { profile: 'UGCProfile' })).rejects.toMatchObject({ code: 'DSR_PROFILE_UNEXPECTED' });
    expect((await readAll(text, { profile: 'basicaudioprofile' })).summary.ok).toBe(true);
  });

  test('is gzip that breaks off', async () => {
    const bytes = gzipSync(fixture('audio.tsv'));
    await expect(readAll(bytes.subarray(0, -4))).rejects.toMatchObject({ code: 'GZIP_TRUNCATED' });
  });

  test('is a line without an end', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(fileOf([head()], { withoutFooter: true }));
      for (;;) yield Buffer.alloc(1024 * 1024, 'x');
    }
    await expect(readAll(endless())).rejects.toMatchObject({ code: 'RECORD_TOO_LONG', details: { line: 2 } });
  });

  test('is an option that does not exist', async () => {
    await expect(readAll('', { dialect: 'spanish' as 'standard' })).rejects.toThrow(TypeError);
    await expect(readAll('', { profile: 'MasterListProfile' })).rejects.toThrow(TypeError);
    await expect(readAll('', { batchRows: 0 })).rejects.toThrow(TypeError);
  });
});

describe('not to be used', () => {
  test('is a document without a byte, or with comments only', async () => {
    for (const text of ['', '# nothing\n\n']) {
      const { summary } = await readAll(text);
      expect(summary).toMatchObject({ ok: false, noSales: false, head: undefined });
      expect(codes(summary)).toEqual(['HEAD_MISSING']);
    }
  });

  test('is a file that breaks off anywhere before its footer', async () => {
    const text = fixture('audio.tsv').toString();
    const footer = text.lastIndexOf('FOOT');
    for (let length = text.indexOf('\n') + 1; length < footer; length += 13) {
      const { summary } = await readAll(text.slice(0, length));
      expect(codes(summary, 'failure')).toContain('FOOTER_MISSING');
    }
  });

  test('is a file that breaks off within its footer', async () => {
    const text = fileOf(plainMessage, { finalLineEnd: false });
    for (let cut = 1; cut <= 'FOOT\t5\t5\t1\t1\t1'.length; cut++)
      expect((await readAll(text.slice(0, -cut))).summary.ok).toBe(false);
  });

  test('is a second HEAD before the footer', async () => {
    const { summary } = await readAll(fileOf([...plainMessage, head({ message: 'm-2' })]));
    expect(codes(summary, 'failure')).toContain('SECOND_HEAD');
  });

  test('is a record behind the footer', async () => {
    const { summary } = await readAll(`${fileOf(plainMessage)}SU02\t1\n`);
    expect(codes(summary, 'failure')).toEqual(['AFTER_FOOTER']);
  });

  test('is a block that was split', async () => {
    const blocks = [
      as01('1', 'A1'),
      su02('1', 's1', 'A1'),
      as01('2', 'A1'),
      su02('2', 's1', 'A1'),
      su02('1', 's1', 'A1'),
    ];
    const { summary } = await readAll(fileOf([head(), sy01('s1'), ...blocks], { footer: { 4: '3', 5: '3' } }));
    expect(summary.issues[0]).toMatchObject({ code: 'BLOCK_REPEATED', first: { line: 7 } });
  });

  test('is an impossible file number, and a single-record message in several files', async () => {
    const impossible = await readAll(fileOf([head({ file: '3', files: '2' })]));
    expect(codes(impossible.summary, 'failure')).toContain('FILE_NUMBER');
    const split = await readAll(fileOf([head({ profile: 'UGCProfileSRB', version: '1.2', files: '2' })]));
    expect(codes(split.summary, 'failure')).toContain('SINGLE_RECORDS_SPLIT');
  });
});

describe('set aside', () => {
  test('is a record that is not UTF-8, with every bad byte shown', async () => {
    const text = Buffer.from(fileOf([head(), sy01('s1'), as01('1', 'A1', 'Caf@'), su02('1', 's1', 'A1')]));
    text[text.indexOf('@')] = 0xe9;
    const { rejects, summary } = await readAll(text);
    expect(rejects).toMatchObject([{ code: 'INVALID_UTF8', recordType: 'AS01', place: { line: 3 } }]);
    expect(rejects[0]?.raw).toContain('Caf\\xE9\t');
    expect(summary).toMatchObject({ ok: true, rejected: 1 });
  });

  test('is a record whose escapes mean nothing', async () => {
    const text = fileOf(plainMessage).replace('\tTitle\t', '\tTi\\tle\t');
    const { rejects } = await readAll(text);
    expect(rejects).toMatchObject([{ code: 'ESCAPE_INVALID', recordType: 'AS01', place: { line: 3 } }]);
    const { batches } = await decodeAll(text);
    expect(batches[0]?.rejects).toMatchObject([
      { stage: 'decode', code: 'ESCAPE_INVALID', place: { record: 0, line: 3 } },
    ]);
  });
});

describe('noticed', () => {
  test('are control characters, late summaries, blocks out of order and blocks without usage', async () => {
    const lines = [
      head(),
      sy01('s1'),
      as01('1', 'A1', 'a\u0007b'),
      su02('1', 's1', 'A1'),
      as01('1', 'A2'),
      as01('2', 'A1'),
      sy01('s2'),
    ];
    const { summary } = await readAll(fileOf(lines));
    expect(codes(summary, 'failure')).toEqual([]);
    expect(codes(summary)).toEqual(['CONTROL_CHARACTER', 'BLOCK_ORDER', 'SUMMARY_LATE', 'BLOCK_WITHOUT_USAGE']);
  });

  test('is the same thing a thousand times as one issue with its count and first lines', async () => {
    const sales = Array.from({ length: 1000 }, () => su02('1', 'gone', 'A1'));
    const { summary } = await readAll(fileOf([head(), sy01('s1'), as01('1', 'A1'), ...sales]));
    const [issue] = summary.issues;
    expect(issue).toMatchObject({ code: 'SUMMARY_DANGLING', count: 1000, first: { line: 4 } });
    expect(issue?.lines).toHaveLength(20);
  });
});
