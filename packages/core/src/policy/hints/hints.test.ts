import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { anyCharacter } from '../../../test/any-character.ts';
import { parseHttpDate } from '../../time/http-date.ts';
import { propertyRuns, propertyTimeoutMs } from '../property-runs.ts';
import { ceilingMs } from './hint.ts';
import { readHints } from './read-hints.ts';

vi.setConfig({ testTimeout: propertyTimeoutMs });

const wallMs = Date.UTC(2026, 10, 23, 12, 0, 0);
const rules = { sources: [], suspiciousMs: 86_400_000 };
const ask = (value: string, more: Record<string, string> = {}) =>
  readHints({ status: 429, headers: { 'retry-after': value, ...more } }, wallMs, rules);

describe('hints', () => {
  test.each([
    ['0', 0],
    ['1', 1000],
    [' 7\t', 7000],
    ['3000000', 3_000_000_000],
    ['9007199254740993', ceilingMs],
    ['9'.repeat(400), ceilingMs],
    ['1, 5', 5000],
    ['1, 1', 1000],
    ['Mon, 23 Nov 2026 12:00:02 GMT', 2000],
    ['Monday, 23-Nov-26 12:00:02 GMT', 2000],
    ['Mon Nov 23 12:00:02 2026', 2000],
    ['Mon, 23 Nov 2026 11:59:00 GMT', 0],
  ])('Retry-After %j asks for %i ms', (value, floorMs) => {
    expect(ask(value).hint).toMatchObject({ source: 'retry-after', floorMs });
  });

  test.each([
    '',
    '-5',
    '+5',
    'abc',
    'Infinity',
    'NaN',
    '0x1',
    '1e0',
    '1.5',
    'PT5S',
    '5s',
    '1,',
    '1, soon',
    '2026-11-23T12:00:02Z',
    '５',
  ])('Retry-After %j is malformed, listed and counts as absent', (value) => {
    const { hint, ignored } = ask(value);
    expect(hint).toBeUndefined();
    expect(ignored).toHaveLength(1);
  });

  test.each([
    'mon, 23 Nov 2026 12:00:02 GMT',
    'Mon, 23 Nov 2026 12:00:02 UTC',
    'Mon, 30 Feb 2026 12:00:02 GMT',
    'Mon, 23 Nov 2026 24:00:00 GMT',
    'Mon, 23 Nov 2026 12:60:00 GMT',
    'Mon, 23 Nov 2026 12:00:61 GMT',
    'Mon, 3 Nov 2026 12:00:00 GMT',
    'Mon, 00 Nov 2026 12:00:00 GMT',
  ])('%j is no HTTP date', (text) => {
    expect(parseHttpDate(text, wallMs)).toBeUndefined();
  });

  test('dates: leap seconds are taken, weekdays are not compared, two-digit years stay within fifty years', () => {
    expect(parseHttpDate('Fri, 31 Dec 2027 23:59:60 GMT', wallMs)).toBe(Date.UTC(2028, 0, 1));
    expect(parseHttpDate('Tue, 29 Feb 2028 00:00:00 GMT', wallMs)).toBe(Date.UTC(2028, 1, 29));
    expect(parseHttpDate('Sunday, 06-Nov-94 08:49:37 GMT', wallMs)).toBe(Date.UTC(1994, 10, 6, 8, 49, 37));
    expect(parseHttpDate('Sunday, 06-Nov-76 08:49:37 GMT', wallMs)).toBe(Date.UTC(2076, 10, 6, 8, 49, 37));
    expect(parseHttpDate('Sunday, 06-Nov-77 08:49:37 GMT', wallMs)).toBe(Date.UTC(1977, 10, 6, 8, 49, 37));
    expect(parseHttpDate('Sun Nov  6 08:49:37 1994', wallMs)).toBe(Date.UTC(1994, 10, 6, 8, 49, 37));
  });

  test('a date is read on the server’s clock when its Date can be trusted, else on ours', () => {
    const target = 'Mon, 23 Nov 2026 13:00:30 GMT';
    expect(ask(target, { date: 'Mon, 23 Nov 2026 13:00:00 GMT' }).hint).toMatchObject({
      floorMs: 30_000,
      skew: 'date',
    });
    const own = { floorMs: 3_630_000, skew: 'unknown' };
    expect(ask(target, { date: 'Mon, 23 Nov 2026 13:00:00 GMT', age: '3' }).hint).toMatchObject(own);
    expect(ask(target, { date: 'yesterday' }).hint).toMatchObject(own);
    expect(ask(target, { date: 'Tue, 23 Nov 2038 13:00:00 GMT' }).hint).toMatchObject(own);
  });

  test('the longest of several asks counts, and a declared format is the only one that header has', () => {
    const sources = [
      { header: 'Retry-After', format: 'fraction' },
      { header: 'retry-after-ms', format: 'milliseconds' },
      { header: 'x-minutes', format: 'minutes' },
    ] as const;
    const headers = { 'retry-after': '1.5', 'retry-after-ms': '2200', 'x-minutes': 'soon' };
    const { hint, ignored } = readHints({ status: 503, headers }, wallMs, { ...rules, sources });
    expect(hint).toMatchObject({ source: 'retry-after-ms', floorMs: 2200 });
    expect(ignored).toEqual([{ source: 'x-minutes', reason: 'not a number' }]);
  });

  test.each([
    [{ ratelimit: '"a";r=0;t=30, "b";r=5;t=99, "c";r=0;t=40' }, 40_000],
    [{ ratelimit: '"a";r=0;t=30', 'ratelimit-policy': '"a";q=5;qu="content-bytes"' }, undefined],
    [{ ratelimit: 'limit=10, remaining=0, reset=12' }, 12_000],
    [{ ratelimit: '"a";r=x', 'ratelimit-remaining': '0', 'ratelimit-reset': '9' }, 9000],
    [{ 'x-ratelimit-reset': '45' }, 45_000],
    [{ 'x-ratelimit-reset': String(wallMs / 1000 + 20) }, 20_000],
    [{ 'x-rate-limit-reset': String(wallMs + 20_000) }, 20_000],
    [{ 'x-ratelimit-reset': '99999999' }, undefined],
    [{ ratelimit: '"a";r=0;t=30', age: '1' }, undefined],
    [{ ratelimit: '"a";r=0;t=30', 'retry-after': '5' }, 5000],
    [{ 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': '45' }, undefined],
  ])('quota fields %j give a floor of %s', (headers, floorMs) => {
    expect(readHints({ status: 429, headers }, wallMs, rules).hint?.floorMs).toBe(floorMs);
  });

  test('a violated policy counts as used up although something is left', () => {
    const headers = { ratelimit: '"minute";r=3;t=20, "day";r=0;t=5' };
    expect(readHints({ status: 429, headers }, wallMs, rules, ['minute']).hint?.floorMs).toBe(20_000);
  });

  test('a 2xx carries quota but no ask', () => {
    const headers = { 'retry-after': '9', ratelimit: '"a";r=4;t=30' };
    const reading = readHints({ status: 200, headers }, wallMs, rules);
    expect(reading.hint).toBeUndefined();
    expect(reading.quota).toMatchObject({ remaining: 4, reset: { floorMs: 30_000 }, exhausted: false });
  });

  test('any headers give a reading whose floor is a whole number within ten years', () => {
    const names = [
      'retry-after',
      'ratelimit',
      'ratelimit-policy',
      'x-ratelimit-reset',
      'ratelimit-reset',
      'date',
      'age',
    ];
    const value = fc.oneof(
      fc.string({ unit: anyCharacter, maxLength: 8192 }),
      fc.stringMatching(/^[0-9,;="a-z \t-]{0,60}$/),
      fc.nat().map(String),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...names), value),
        fc.integer({ min: 100, max: 599 }),
        (headers, status) => {
          const { hint, quota } = readHints({ status, headers }, wallMs, rules);
          for (const floor of [hint?.floorMs, quota?.reset.floorMs]) {
            if (floor === undefined) continue;
            expect(Number.isInteger(floor)).toBe(true);
            expect(floor >= 0 && floor <= ceilingMs).toBe(true);
          }
        },
      ),
      { numRuns: propertyRuns },
    );
  });

  test('hostile values of 8 KiB are read in linear time', () => {
    for (const piece of ['1,', ' ', '"a";', '\t', '0', 'a=1,', '"\\"']) {
      const headers = {
        'retry-after': piece.repeat(8192 / piece.length),
        ratelimit: piece.repeat(8192 / piece.length),
      };
      const before = performance.now();
      readHints({ status: 429, headers }, wallMs, rules);
      expect(performance.now() - before).toBeLessThan(200);
    }
  });
});

test('an ask is no ask on 200 and 299, and is one on 202, on 300 and below 200', () => {
  const headers = { 'retry-after': '9' };
  const floor = (status: number) => readHints({ status, headers }, wallMs, rules).hint?.floorMs;
  expect([200, 299, 202, 300, 199].map(floor)).toEqual([undefined, undefined, 9000, 9000, 9000]);
});

test('the longest ask counts wherever it stands, and of equal ones the first', () => {
  const sources = [
    { header: 'X-A', format: 'seconds' },
    { header: 'X-B', format: 'seconds' },
  ] as const;
  const source = (a: string, b: string) =>
    readHints({ status: 429, headers: { 'x-a': a, 'x-b': b, 'retry-after': '1' } }, wallMs, { ...rules, sources }).hint
      ?.source;
  expect([source('9', '4'), source('4', '9'), source('4', '4')]).toEqual(['x-a', 'x-b', 'x-a']);
});

test('Retry-After is read beside declared fields unless they declare it themselves', () => {
  const headers = { 'retry-after': '7', 'x-a': '2' };
  const floor = (header: string) =>
    readHints({ status: 429, headers }, wallMs, { ...rules, sources: [{ header, format: 'minutes' }] }).hint;
  expect(floor('x-a')).toMatchObject({ source: 'x-a', floorMs: 120_000 });
  expect(floor('x-none')).toMatchObject({ source: 'retry-after', floorMs: 7000 });
  expect(floor('Retry-After')).toMatchObject({ source: 'retry-after', floorMs: 420_000 });
});

test('a hint is suspicious beyond the limit, not at it', () => {
  const suspicious = (value: string) => ask(value).hint?.suspicious;
  expect([suspicious('86400'), suspicious('86401'), suspicious('1')]).toEqual([false, true, false]);
});

test('an answer that sat in a cache, or whose age cannot be read, has no quota; an age of zero changes nothing', () => {
  const quota = (age: string) =>
    readHints({ status: 429, headers: { ratelimit: '"a";r=4;t=30', age } }, wallMs, rules).quota?.remaining;
  expect([quota('0'), quota(' 0 '), quota('1'), quota('old')]).toEqual([4, 4, undefined, undefined]);
  expect(ask('9').ignored).toEqual([]);
});
