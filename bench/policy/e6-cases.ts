/** What the first answer says; `date` forms are made from the server's clock, `asked` seconds ahead of it. */
export type HeaderForm =
  | { readonly kind: 'raw'; readonly value: string | readonly string[] }
  | { readonly kind: 'date'; readonly style: 'imf' | 'rfc850' | 'asctime'; readonly seconds: number };

export interface HeaderCase {
  readonly id: string;
  readonly header: HeaderForm;
  /** What the engine must do with it. Units: ms from the receipt of the answer to the next send. */
  readonly expect:
    | { readonly kind: 'unhinted'; readonly malformed: boolean }
    | { readonly kind: 'waits'; readonly atLeastMs: number; readonly atMostMs: number }
    | { readonly kind: 'deferred'; readonly atLeastMs: number; readonly flagged: boolean };
  readonly maxWaitMs?: number;
}

const raw = (...value: readonly string[]): HeaderForm => ({
  kind: 'raw',
  value: value.length === 1 ? value[0]! : value,
});
const malformed = (id: string, value: string): HeaderCase => ({
  id,
  header: raw(value),
  expect: { kind: 'unhinted', malformed: true },
});
/** The spread on top of a floor: a tenth of it, at least 50 ms. Units: ms. */
const spreadMs = (floorMs: number) => Math.max(50, floorMs / 10);
const seconds = (id: string, count: number, ...value: readonly string[]): HeaderCase => ({
  id,
  header: raw(...value),
  expect: { kind: 'waits', atLeastMs: count * 1000, atMostMs: count * 1000 + spreadMs(count * 1000) },
});
const date = (style: 'imf' | 'rfc850' | 'asctime'): HeaderCase => ({
  id: `date-${style}`,
  header: { kind: 'date', style, seconds: 2 },
  expect: { kind: 'waits', atLeastMs: 2000, atMostMs: 3000 + spreadMs(3000) },
});

export const headerCases: readonly HeaderCase[] = [
  { id: 'zero', header: raw('0'), expect: { kind: 'unhinted', malformed: false } },
  {
    id: 'past-date',
    header: { kind: 'date', style: 'imf', seconds: -60 },
    expect: { kind: 'unhinted', malformed: false },
  },
  malformed('negative', '-5'),
  malformed('empty', ''),
  malformed('word', 'abc'),
  malformed('infinity', 'Infinity'),
  malformed('hex', '0x1'),
  malformed('exponent', '1e0'),
  malformed('fraction', '1.5'),
  malformed('iso-date', '2026-03-01T00:00:02Z'),
  date('imf'),
  date('rfc850'),
  date('asctime'),
  seconds('twice-same', 1, '1', '1'),
  seconds('twice', 5, '1', '5'),
  { id: 'month', header: raw('3000000'), expect: { kind: 'deferred', atLeastMs: 3_000_000_000, flagged: true } },
  { id: 'max-wait', header: raw('3'), maxWaitMs: 1000, expect: { kind: 'deferred', atLeastMs: 3000, flagged: false } },
  // Ten years, where arithmetic saturates, are longer than any window a person would wait out.
  {
    id: 'beyond-2-53',
    header: raw('9007199254740993'),
    expect: { kind: 'deferred', atLeastMs: 315_360_000_000, flagged: true },
  },
];

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Writes an instant in one of the three forms of an HTTP date. */
export function httpDate(style: 'imf' | 'rfc850' | 'asctime', epochMs: number): string {
  const imf = new Date(epochMs).toUTCString();
  const [name = '', day = '', month = '', year = '', time = ''] = imf.replace(',', '').split(' ');
  if (style === 'imf') return imf;
  if (style === 'asctime') return `${name} ${month} ${day.replace(/^0/, ' ')} ${time} ${year}`;
  return `${days[new Date(epochMs).getUTCDay()]}, ${day}-${month}-${year.slice(2)} ${time} GMT`;
}
