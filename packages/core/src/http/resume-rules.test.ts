import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type AnswerHead,
  judgeAnswer,
  judgeEnd,
  type Representation,
  rangeHeaders,
  type Staged,
} from './resume-rules.ts';

const v1: Representation = { etag: '"v1"', totalBytes: 100, encoding: 'identity' };
const staged: Staged = { offset: 40, representation: v1 };
const part = { etag: '"v1"', 'content-range': 'bytes 40-99/100' };

test('the rest is asked for only with a strong ETag, an offset and bytes as they travelled', () => {
  const rows: readonly [Partial<Representation>, number, string | undefined][] = [
    [{}, 40, 'bytes=40-'],
    [{}, 0, undefined],
    [{ etag: undefined }, 40, undefined],
    [{ encoding: 'gzip' }, 40, undefined],
    [{ encoding: 'aws-chunked' }, 40, 'bytes=40-'],
  ];
  for (const [change, offset, range] of rows) {
    expect(rangeHeaders({ offset, representation: { ...v1, ...change } }).range).toBe(range);
  }
  expect(rangeHeaders({ offset: 40, representation: undefined })).toEqual({});
  expect(rangeHeaders(staged)).toEqual({ range: 'bytes=40-', 'if-range': '"v1"' });
});

test('every kind of answer has one decision', () => {
  const rows: readonly [string, Staged, AnswerHead, string][] = [
    ['matching part', staged, { status: 206, headers: part }, 'append'],
    ['full answer', staged, { status: 200, headers: { etag: '"v1"' } }, 'fill'],
    ['wrong start', staged, { status: 206, headers: { ...part, 'content-range': 'bytes 39-99/100' } }, 'discard'],
    ['other total', staged, { status: 206, headers: { ...part, 'content-range': 'bytes 40-99/101' } }, 'discard'],
    ['unknown total', staged, { status: 206, headers: { ...part, 'content-range': 'bytes 40-99/*' } }, 'discard'],
    ['beyond the end', staged, { status: 206, headers: { ...part, 'content-range': 'bytes 40-100/100' } }, 'discard'],
    ['no range', staged, { status: 206, headers: { etag: '"v1"' } }, 'discard'],
    ['other ETag', staged, { status: 206, headers: { ...part, etag: '"v2"' } }, 'discard'],
    ['weak ETag', staged, { status: 206, headers: { ...part, etag: 'W/"v1"' } }, 'discard'],
    ['no ETag', staged, { status: 206, headers: { 'content-range': 'bytes 40-99/100' } }, 'discard'],
    ['other encoding', staged, { status: 206, headers: { ...part, 'content-encoding': 'gzip' } }, 'discard'],
    ['multi-part', staged, { status: 206, headers: { ...part, 'content-type': 'multipart/byteranges' } }, 'discard'],
    ['unasked part', { offset: 0, representation: undefined }, { status: 206, headers: part }, 'discard'],
    [
      'nothing missing',
      { offset: 100, representation: v1 },
      { status: 416, headers: { 'content-range': 'bytes */100' } },
      'verify',
    ],
    ['shorter now', staged, { status: 416, headers: { 'content-range': 'bytes */40' } }, 'discard'],
    [
      'another version of this length',
      { offset: 100, representation: v1 },
      { status: 416, headers: { etag: '"v2"', 'content-range': 'bytes */100' } },
      'discard',
    ],
    [
      'unknown length, unnamed version',
      { offset: 100, representation: { ...v1, totalBytes: undefined } },
      { status: 416, headers: { 'content-range': 'bytes */100' } },
      'discard',
    ],
    ['416 without total', staged, { status: 416, headers: {} }, 'discard'],
    [
      '416 unasked',
      { offset: 0, representation: undefined },
      { status: 416, headers: { 'content-range': 'bytes */0' } },
      'discard',
    ],
  ];
  for (const [name, before, answer, action] of rows) {
    expect([name, judgeAnswer(before, answer).action]).toEqual([name, action]);
  }
});

test('a clean end is complete, short or corrupt', () => {
  const at = (offset: number, totalBytes: number | undefined): Staged => ({
    offset,
    representation: { ...v1, totalBytes },
  });
  expect(judgeEnd(at(100, 100), 100)).toBe('complete');
  expect(judgeEnd(at(80, 100), 80)).toBe('short');
  expect(judgeEnd(at(80, 100), 100)).toBe('corrupt');
  expect(judgeEnd(at(120, 100), 100)).toBe('corrupt');
  expect(judgeEnd(at(120, undefined), undefined)).toBe('complete');
});

interface Version {
  readonly bytes: Uint8Array;
  readonly etag: string | undefined;
}

const version = fc.record({
  bytes: fc.uint8Array({ minLength: 8, maxLength: 60 }),
  tag: fc.oneof({ weight: 6, arbitrary: fc.constant('strong') }, fc.constantFrom('weak', 'none')),
});

/** What a server does with one request; whatever it claims about the bytes it sends is true, all else may be wrong. */
const behaviour = fc.record({
  moveOn: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
  cut: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined, freq: 3 }),
  range: fc.oneof(
    { weight: 6, arbitrary: fc.constant('honour' as const) },
    fc.constantFrom('ignore', 'ignore-if-range', 'shift', 'whole-as-part', 'partial', '416'),
  ),
  lengthless: fc.boolean(),
});

test('arbitrary cuts and server behaviours never mix versions', () => {
  let resumed = 0;
  let completed = 0;
  const property = fc.property(
    fc.array(version, { minLength: 1, maxLength: 3 }),
    fc.array(behaviour, { minLength: 2, maxLength: 12 }),
    (drawn, behaviours) => {
      const versions = drawn.map(({ bytes, tag }, index): Version => {
        const etag = tag === 'strong' ? `"v${index}"` : tag === 'weak' ? 'W/"v"' : undefined;
        return { bytes, etag };
      });
      let held: Uint8Array = new Uint8Array();
      let representation: Representation | undefined;
      let current = 0;
      for (const { moveOn, cut, range, lengthless } of behaviours) {
        if (moveOn) current = Math.min(current + 1, versions.length - 1);
        const now = versions[current] ?? { bytes: new Uint8Array(), etag: undefined };
        const before = { offset: held.length, representation };
        const asked = rangeHeaders(before);
        const sent = answerOf(now, asked, range, lengthless);
        const step = judgeAnswer(before, sent);
        if (step.action === 'discard') {
          held = new Uint8Array();
          representation = undefined;
          continue;
        }
        if (step.action !== 'verify') {
          if (step.action === 'append') resumed += 1;
          representation = step.representation;
          const body = sent.body.subarray(0, cut);
          held = step.action === 'append' ? Buffer.concat([held, body]) : body;
          if (body.length < sent.body.length) continue;
          if (judgeEnd({ offset: held.length, representation }, step.endOffset) !== 'complete') continue;
        }
        completed += 1;
        expect(versions.slice(0, current + 1).some(({ bytes }) => Buffer.from(bytes).equals(held))).toBe(true);
        return;
      }
    },
  );
  fc.assert(property, { numRuns: 3_000 });
  expect(resumed).toBeGreaterThan(1_000);
  expect(completed).toBeGreaterThan(1_000);
});

type RangeBehaviour = 'honour' | 'ignore' | 'ignore-if-range' | 'shift' | 'whole-as-part' | 'partial' | '416';

function answerOf(
  now: Version,
  asked: Readonly<Record<string, string>>,
  range: RangeBehaviour,
  lengthless: boolean,
): AnswerHead & { readonly body: Uint8Array } {
  const total = now.bytes.length;
  const etag: Record<string, string> = now.etag === undefined ? {} : { etag: now.etag };
  const from = Number(/^bytes=(\d+)-$/.exec(asked.range ?? '')?.[1] ?? -1);
  const current = asked['if-range'] === now.etag || range !== 'honour';
  if (from < 0 || range === 'ignore' || !current) {
    const length: Record<string, string> = lengthless ? {} : { 'content-length': String(total) };
    return { status: 200, headers: { ...etag, ...length }, body: now.bytes };
  }
  const first = range === 'whole-as-part' ? 0 : range === 'shift' ? from + 1 : from;
  if (range === '416' || first >= total) {
    return { status: 416, headers: { ...etag, 'content-range': `bytes */${total}` }, body: new Uint8Array() };
  }
  const last = range === 'partial' ? Math.floor((first + total - 1) / 2) : total - 1;
  return {
    status: 206,
    headers: { ...etag, 'content-range': `bytes ${first}-${last}/${total}` },
    body: now.bytes.subarray(first, last + 1),
  };
}
