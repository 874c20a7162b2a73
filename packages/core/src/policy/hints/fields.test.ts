import { describe, expect, test } from 'vitest';
import type { HintSource } from '../../contracts/policy.ts';
import { parseHttpDate } from '../../time/http-date.ts';
import { ceilingMs, type Receipt, saturate, untilInstant } from './hint.ts';
import { type QuotaReading, readRateLimit } from './rate-limit.ts';
import { parseDeclared, parseReset, parseRetryAfter, trimOws } from './retry-after.ts';
import { parseStructuredList } from './structured-list.ts';

const dayMs = 86_400_000;
const wallMs = Date.UTC(2026, 10, 23, 12, 0, 0);
const receipt: Receipt = { wallMs, dateMs: undefined };

function read(headers: Record<string, string>, violated: readonly string[] = []) {
  const ignored: { source: string; reason: string }[] = [];
  const reading: QuotaReading | undefined = readRateLimit(headers, receipt, violated, ignored);
  return { reading, ignored };
}

describe('instants', () => {
  test.each(
    ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'].map((name, i) => [name, i]),
  )('%s is the month it says, from its first day', (name, index) => {
    expect(parseHttpDate(`Mon, 01 ${name} 2027 00:00:01 GMT`, wallMs)).toBe(Date.UTC(2027, Number(index), 1, 0, 0, 1));
  });

  test('the server’s clock is trusted up to 366 days past the instant, and not at all without a Date', () => {
    const target = wallMs + 5000;
    const at = (dateMs: number | undefined) => untilInstant(target, { wallMs, dateMs });
    expect(at(target + 366 * dayMs)).toEqual({ floorMs: 0, skew: 'date' });
    expect(at(target + 366 * dayMs + 1)).toEqual({ floorMs: 5000, skew: 'unknown' });
    expect(at(target + 1)).toEqual({ floorMs: 0, skew: 'date' });
    expect(at(undefined)).toEqual({ floorMs: 5000, skew: 'unknown' });
  });

  test('waits are whole, never negative and at most ten years', () => {
    expect([-1, 0.2, ceilingMs + 1].map(saturate)).toEqual([0, 1, ceilingMs]);
    expect(ceilingMs).toBe(315_576_000_000);
  });

  test('white space around a value is cut, inside it is kept, and only white space leaves nothing', () => {
    expect([' \t a b\t ', '\t \t', '', 'x'].map(trimOws)).toEqual(['a b', '', '', 'x']);
  });
});

describe('declared formats', () => {
  const floor = (raw: string, format: HintSource['format']) => parseDeclared(raw, format, receipt);
  const delta = (floorMs: number) => ({ floorMs, skew: 'none' });

  test.each<[string, HintSource['format'], number]>([
    ['7', 'seconds', 7000],
    ['7', 'milliseconds', 7],
    ['7', 'minutes', 420_000],
    ['1.25', 'fraction', 1250],
    ['12', 'fraction', 12_000],
    ['3, 12, 5', 'seconds', 12_000],
    ['12, 3', 'fraction', 12_000],
  ])('%j in %s is %i ms', (raw, format, floorMs) => {
    expect(floor(raw, format)).toEqual(delta(floorMs));
  });

  test('instants are read from the epoch in the unit declared', () => {
    expect(floor(String(wallMs / 1000 + 9), 'epochSeconds')).toEqual({ floorMs: 9000, skew: 'unknown' });
    expect(floor(String(wallMs + 9), 'epochMilliseconds')).toEqual({ floorMs: 9, skew: 'unknown' });
  });

  test('a date is taken where seconds are declared, and nowhere else', () => {
    const date = 'Mon, 23 Nov 2026 12:00:02 GMT';
    for (const format of ['seconds', 'fraction'] as const)
      expect(floor(date, format)).toEqual({ floorMs: 2000, skew: 'unknown' });
    for (const format of ['milliseconds', 'minutes', 'epochSeconds'] as const)
      expect(floor(date, format)).toEqual({ malformed: 'a list that is not all numbers' });
  });

  test.each<[string, HintSource['format'], string]>([
    ['a1.5', 'fraction', 'not seconds'],
    ['1.5s', 'fraction', 'not seconds'],
    ['1.', 'fraction', 'not seconds'],
    ['soon', 'seconds', 'not a number'],
    ['1, x', 'seconds', 'a list that is not all numbers'],
  ])('%j in %s is malformed: %s', (raw, format, malformed) => {
    expect(floor(raw, format)).toEqual({ malformed });
  });

  test('Retry-After says why it was not taken', () => {
    expect(parseRetryAfter('soon', receipt)).toEqual({ malformed: 'not delta seconds' });
    expect(parseRetryAfter('1, soon', receipt)).toEqual({ malformed: 'a list that is not all numbers' });
    expect(parseRetryAfter('4', receipt)).toEqual(delta(4000));
  });

  test('a reset of unknown unit is told by its size, up to the last value of each kind', () => {
    const edge = { wallMs: 1_000_000_000_000 - dayMs, dateMs: undefined };
    expect(parseReset('1000000000000', edge)).toEqual({ floorMs: dayMs, skew: 'unknown' });
    expect(parseReset(String((wallMs - dayMs) / 1000), receipt)).toEqual({ floorMs: 0, skew: 'unknown' });
    expect(parseReset(String((wallMs + 366 * dayMs) / 1000), receipt)).toEqual({
      floorMs: 366 * dayMs,
      skew: 'unknown',
    });
    expect(parseReset(String(31 * 86_400), receipt)).toEqual(delta(31 * dayMs));
    const lost = { malformed: 'neither an instant near now nor a delta' };
    expect(parseReset(String(31 * 86_400 + 1), receipt)).toEqual(lost);
    expect(parseReset(String((wallMs - dayMs) / 1000 - 1), receipt)).toEqual(lost);
    expect(parseReset(String((wallMs + 366 * dayMs) / 1000 + 1), receipt)).toEqual(lost);
    expect(parseReset('x', receipt)).toEqual({ malformed: 'not a number' });
  });
});

describe('structured lists', () => {
  const items = (source: string) =>
    parseStructuredList(source)?.map(({ name, parameters }) => [name, Object.fromEntries(parameters)]);

  test('names are strings or tokens, parameters integers, strings, tokens or flags', () => {
    expect(items('"a b";r=-5;w=tok/1:x;q="t", long-token;flag;z=1\t,\t*x')).toEqual([
      ['a b', { r: -5, w: 'tok/1:x', q: 't' }],
      ['long-token', { flag: true, z: 1 }],
      ['*x', {}],
    ]);
    expect(items('a,b')).toEqual([
      ['a', {}],
      ['b', {}],
    ]);
  });

  test('quotes and backslashes inside a string are unescaped', () => {
    expect(items('"say \\"hi\\" \\\\ bye"')).toEqual([['say "hi" \\ bye', {}]]);
  });

  test.each(['', ';r=1', '"a";=1', '"a";r=', '"a";R=1', '"a"x', '"a",', '"a', '"\\x"', '1a', 'a b'])(
    '%j is none',
    (source) => {
      expect(parseStructuredList(source)).toBeUndefined();
    },
  );
});

describe('quota fields', () => {
  test('a list item is told in full', () => {
    const field = '"a";r=4;t=30';
    expect(read({ ratelimit: field }).reading).toEqual({
      ...{ source: 'ratelimit', raw: field, remaining: 4, exhausted: false },
      reset: { floorMs: 30_000, skew: 'none' },
    });
  });

  test.each([
    ['of two that are used up the later reset counts', '"a";r=0;t=9, "b";r=0;t=5', 0, 9000],
    ['of two that are used up the later reset counts, whatever their order', '"a";r=0;t=5, "b";r=0;t=9', 0, 9000],
    ['one that is used up counts before one that is not', '"a";r=3;t=50, "b";r=0;t=5', 0, 5000],
    ['one that is used up is not displaced by one that is not', '"a";r=0;t=5, "b";r=3;t=50', 0, 5000],
    ['else the one with least left counts', '"a";r=7;t=5, "b";r=3;t=4', 3, 4000],
    ['else the one with least left counts, whatever their order', '"a";r=3;t=4, "b";r=7;t=5', 3, 4000],
    ['of two with the same left the first counts', '"a";r=3;t=4, "b";r=3;t=5', 3, 4000],
    ['an item without a reset is passed over', '"a";r=0, "b";r=3;t=5', 3, 5000],
    ['an item without a remainder is passed over', '"a";t=9, "b";r=3;t=5', 3, 5000],
    ['an item that counts below zero is passed over', '"a";r=-1;t=9, "b";r=3;t=5', 3, 5000],
    ['an item whose numbers are text is passed over', '"a";r="0";t=9, "b";r=3;t=5', 3, 5000],
  ])('%s', (_name, ratelimit, remaining, floorMs) => {
    expect(read({ ratelimit }).reading).toMatchObject({ remaining, reset: { floorMs } });
  });

  test('a policy in requests, or with a unit that is no text, is a policy in requests', () => {
    const ratelimit = '"a";r=0;t=9';
    const by = (policy: string) => read({ ratelimit, 'ratelimit-policy': policy }).reading?.reset.floorMs;
    expect(by('"a";q=5;qu="requests"')).toBe(9000);
    expect(by('"a";q=5')).toBe(9000);
    expect(by('"a";q=5;qu=7')).toBe(9000);
    expect(by('"b";q=5;qu="content-bytes"')).toBe(9000);
    expect(by('"a";q=5;qu="content-bytes"')).toBeUndefined();
  });

  test('the dictionary of draft 07 is told in full, and quota that is left is not used up', () => {
    expect(read({ ratelimit: 'limit=10, remaining=6, reset=12' }).reading).toEqual({
      ...{ source: 'ratelimit', raw: 'limit=10, remaining=6, reset=12', remaining: 6, exhausted: false },
      reset: { floorMs: 12_000, skew: 'none' },
    });
    expect(read({ ratelimit: 'remaining=0, reset=12' }).reading?.exhausted).toBe(true);
  });

  test.each([
    'remaining=0',
    'reset=5',
    'remaining=0, reset=5=5',
    'remaining=0, reset=x',
    'remaining=0, reset=5, x',
    '',
  ])('%j is no quota, and the reader says so', (ratelimit) => {
    expect(read({ ratelimit })).toEqual({
      reading: undefined,
      ignored: [{ source: 'ratelimit', reason: 'no usable quota' }],
    });
  });

  test('the standard fields count delta seconds only, the older ones go by magnitude', () => {
    const epoch = String(wallMs / 1000 + 20);
    expect(read({ 'ratelimit-remaining': ' 3 ', 'ratelimit-reset': ' 9 ' }).reading).toEqual({
      ...{ source: 'ratelimit-reset', raw: ' 9 ', remaining: 3, exhausted: false },
      reset: { floorMs: 9000, skew: 'none' },
    });
    expect(read({ 'ratelimit-reset': epoch }).reading?.reset).toEqual({ floorMs: ceilingMs, skew: 'none' });
    expect(read({ 'x-ratelimit-reset': epoch }).reading).toMatchObject({
      source: 'x-ratelimit-reset',
      reset: { floorMs: 20_000, skew: 'unknown' },
      exhausted: true,
    });
  });

  test('a malformed reset is listed, and the next generation of fields is asked', () => {
    expect(read({ 'ratelimit-reset': 'soon', 'x-ratelimit-reset': 'x', 'x-rate-limit-reset': '4' })).toMatchObject({
      reading: { source: 'x-rate-limit-reset', reset: { floorMs: 4000 } },
      ignored: [
        { source: 'ratelimit-reset', reason: 'not delta seconds' },
        { source: 'x-ratelimit-reset', reason: 'not a number' },
      ],
    });
  });
});
