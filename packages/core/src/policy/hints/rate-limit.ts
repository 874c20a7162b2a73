import { type Floor, type Ignored, type Receipt, saturate } from './hint.ts';
import { digits, parseReset, trimOws } from './retry-after.ts';
import { type ListItem, parseStructuredList } from './structured-list.ts';

/** What the quota fields of an answer say; `remaining` is never a guarantee. */
export interface QuotaReading {
  readonly source: string;
  readonly raw: string;
  readonly remaining: number | undefined;
  readonly reset: Extract<Floor, { floorMs: number }>;
  /** The field names this quota as the one that is used up. */
  readonly exhausted: boolean;
}

type Headers = Readonly<Record<string, string>>;

/**
 * Reads the rate-limit fields, newest generation first; a malformed newer form falls to the older.
 *
 * Source: draft-ietf-httpapi-ratelimit-headers 00 to 10, whose field shapes are incompatible.
 */
export function readRateLimit(
  headers: Headers,
  receipt: Receipt,
  violated: readonly string[],
  ignored: Ignored[],
): QuotaReading | undefined {
  const field = headers.ratelimit;
  if (field !== undefined) {
    const reading = readItems(field, headers['ratelimit-policy'], violated) ?? readDictionary(field);
    if (reading !== undefined) return reading;
    ignored.push({ source: 'ratelimit', reason: 'no usable quota' });
  }
  return (
    readSeparate(headers, 'ratelimit-', receipt, ignored) ??
    readSeparate(headers, 'x-ratelimit-', receipt, ignored) ??
    readSeparate(headers, 'x-rate-limit-', receipt, ignored)
  );
}

/** Drafts 08 to 10: `"name";r=50;t=30`. Of several, an exhausted one with the latest reset, else the one with least left. */
function readItems(field: string, policy: string | undefined, violated: readonly string[]): QuotaReading | undefined {
  const items = parseStructuredList(trimOws(field));
  if (items === undefined) return undefined;
  const otherUnits = new Set(
    (policy === undefined ? undefined : parseStructuredList(trimOws(policy)))
      ?.filter((item) => !['requests', undefined].includes(textOf(item, 'qu')))
      .map((item) => item.name),
  );
  let chosen: QuotaReading | undefined;
  for (const item of items) {
    const remaining = countOf(item, 'r');
    const seconds = countOf(item, 't');
    if (remaining === undefined || seconds === undefined || otherUnits.has(item.name)) continue;
    const reading: QuotaReading = {
      source: 'ratelimit',
      raw: field,
      remaining,
      reset: { floorMs: saturate(seconds * 1000), skew: 'none' },
      exhausted: remaining === 0 || violated.includes(item.name),
    };
    if (chosen === undefined || isTighter(reading, chosen)) chosen = reading;
  }
  return chosen;
}

function isTighter(a: QuotaReading, b: QuotaReading): boolean {
  if (a.exhausted !== b.exhausted) return a.exhausted;
  if (a.exhausted) return a.reset.floorMs > b.reset.floorMs;
  return (a.remaining ?? 0) < (b.remaining ?? 0);
}

/** Draft 07: `limit=100, remaining=50, reset=30`. */
function readDictionary(field: string): QuotaReading | undefined {
  const members = new Map<string, number>();
  for (const part of field.split(',')) {
    const [name = '', value = '', ...rest] = trimOws(part).split('=');
    const number = digits(value);
    if (number === undefined || rest.length > 0) return undefined;
    members.set(name, number);
  }
  const remaining = members.get('remaining');
  const reset = members.get('reset');
  if (reset === undefined || remaining === undefined) return undefined;
  return {
    source: 'ratelimit',
    raw: field,
    remaining,
    reset: { floorMs: saturate(reset * 1000), skew: 'none' },
    exhausted: remaining === 0,
  };
}

/** Drafts 00 to 06 and the `X-` fields before them: separate fields; the unit of an `X-` reset goes by magnitude. */
function readSeparate(
  headers: Headers,
  prefix: string,
  receipt: Receipt,
  ignored: Ignored[],
): QuotaReading | undefined {
  const raw = headers[`${prefix}reset`];
  if (raw === undefined) return undefined;
  const standard = prefix === 'ratelimit-';
  const seconds = digits(trimOws(raw));
  const reset: Floor = !standard
    ? parseReset(raw, receipt)
    : seconds === undefined
      ? { malformed: 'not delta seconds' }
      : { floorMs: saturate(seconds * 1000), skew: 'none' };
  if ('malformed' in reset) {
    ignored.push({ source: `${prefix}reset`, reason: reset.malformed });
    return undefined;
  }
  const left = headers[`${prefix}remaining`];
  const remaining = left === undefined ? undefined : digits(trimOws(left));
  return { source: `${prefix}reset`, raw, remaining, reset, exhausted: remaining === undefined || remaining === 0 };
}

function countOf(item: ListItem, name: string): number | undefined {
  const value = item.parameters.get(name);
  return typeof value === 'number' && value >= 0 ? value : undefined;
}

function textOf(item: ListItem, name: string): string | undefined {
  const value = item.parameters.get(name);
  return typeof value === 'string' ? value : undefined;
}
