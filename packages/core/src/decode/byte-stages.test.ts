import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ByteStage } from '../contracts/source.ts';
import { PayloadError } from '../errors/leaves.ts';
import { gunzip } from './gunzip.ts';
import { transcode } from './transcode.ts';

async function* chunks(bytes: Uint8Array, length: number, fail?: Error) {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
  if (fail !== undefined) throw fail;
}

async function run(stage: ByteStage, input: AsyncIterable<Uint8Array>) {
  const seen: string[] = [];
  const observer = {
    evidence: (item: { kind: string; holds: boolean }) => seen.push(`${item.kind}=${item.holds}`),
    finding: (code: string) => seen.push(code),
    claim: () => seen.push('claim'),
  };
  const parts: Uint8Array[] = [];
  let code: unknown;
  try {
    const context = { object: 'report.gz', observer, signal: new AbortController().signal };
    for await (const part of stage(input, context)) parts.push(Buffer.from(part));
  } catch (error) {
    code = error instanceof PayloadError ? error.code : error;
  }
  return { bytes: Buffer.concat(parts), seen, code };
}

const text = Buffer.from('isrc\tunits\nAA6Q72000047\t12\n'.repeat(50));

describe('gunzip', () => {
  test('joins members, wherever the chunks fall, and gives evidence of their trailers', async () => {
    const bytes = Buffer.concat([gzipSync(text), gzipSync(''), gzipSync('second\n')]);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: bytes.length }), async (length) => {
        const result = await run(gunzip({ when: 'always' }), chunks(bytes, length));
        expect(result).toEqual({
          bytes: Buffer.concat([text, Buffer.from('second\n')]),
          seen: ['gzip-trailer=true'],
          code: undefined,
        });
      }),
    );
  });

  test('never takes a cut body for a whole one', async () => {
    const bytes = gzipSync(text);
    for (let cut = 1; cut < bytes.length; cut++) {
      const result = await run(gunzip({ when: 'always' }), chunks(bytes.subarray(0, cut), 7));
      expect([cut, result.code, result.seen]).toEqual([cut, 'GZIP_TRUNCATED', []]);
    }
  });

  test('refuses damaged data and gives what came before it', async () => {
    const bytes = gzipSync(text, { level: 0 });
    bytes[bytes.length - 6]! ^= 0xff;
    const result = await run(gunzip(), chunks(bytes, 64));
    expect(result.code).toBe('GZIP_CORRUPT');
    expect(result.seen).toEqual([]);
  });

  test('notices bytes after the last member, reads them to the end and keeps the rows', async () => {
    for (const length of [1, 13, 10_000]) {
      const bytes = Buffer.concat([gzipSync(text), Buffer.from('garbage, and more of it'.repeat(9))]);
      const result = await run(gunzip(), chunks(bytes, length));
      expect(result).toEqual({ bytes: text, seen: ['GZIP_TRAILING_BYTES', 'gzip-trailer=true'], code: undefined });
    }
  });

  test('waits for slow readers without losing output to a later error', async () => {
    const big = Buffer.alloc(3_000_000, 'abcdefghij\n');
    const bytes = Buffer.concat([gzipSync(big), Buffer.from('zz')]);
    const result = await run(gunzip(), chunks(bytes, 1000));
    expect(result.bytes.equals(big)).toBe(true);
  });

  test('passes a body without bytes as empty, with evidence', async () => {
    for (const when of ['always', 'magic'] as const) {
      const result = await run(gunzip({ when }), chunks(Buffer.alloc(0), 1));
      expect(result).toEqual({ bytes: Buffer.alloc(0), seen: ['empty-body=true'], code: undefined });
    }
  });

  test('lets plain bytes pass only when told to look at the magic', async () => {
    expect((await run(gunzip(), chunks(text, 1))).bytes.equals(text)).toBe(true);
    expect((await run(gunzip({ when: 'always' }), chunks(text, 100))).code).toBe('GZIP_CORRUPT');
  });

  test('gives the error of the transport, not one of its own', async () => {
    const broken = new Error('connection reset');
    const result = await run(gunzip(), chunks(gzipSync(text).subarray(0, 40), 10, broken));
    expect(result.code).toBe(broken);
  });

  test('releases the body when the reader leaves early', async () => {
    let released = false;
    const endless = (async function* () {
      try {
        const member = gzipSync(Buffer.alloc(500_000, 'x'));
        for (;;) yield member;
      } finally {
        released = true;
      }
    })();
    const observer = { evidence() {}, finding() {}, claim() {} };
    for await (const part of gunzip()(endless, { object: 'x', observer, signal: new AbortController().signal })) {
      expect(part.length).toBeGreaterThan(0);
      break;
    }
    expect(released).toBe(true);
  });
});

describe('transcode', () => {
  test.each([
    ['latin1', Buffer.from('Zwölf Töne', 'latin1'), 'Zwölf Töne'],
    ['windows-1252', Buffer.from([0x80, 0x20, 0x93, 0xe9, 0x94]), '€ “é”'],
    ['utf-16le', Buffer.from('\ufeffZwölf 🎵', 'utf16le'), 'Zwölf 🎵'],
  ] as const)('reads %s at any chunk boundary', async (charset, bytes, expected) => {
    for (let length = 1; length <= bytes.length; length++) {
      expect((await run(transcode({ charset }), chunks(bytes, length))).bytes.toString()).toBe(expected);
    }
  });

  test('refuses half a unit and a lone surrogate', async () => {
    expect((await run(transcode({ charset: 'utf-16le' }), chunks(Buffer.from([0x41]), 1))).code).toBe(
      'CHARSET_INVALID',
    );
    expect((await run(transcode({ charset: 'utf-16le' }), chunks(Buffer.from([0, 0xd8, 0x41, 0]), 4))).code).toBe(
      'CHARSET_INVALID',
    );
  });
});
