import type { HintSource } from '../../contracts/policy.ts';
import { parseHttpDate } from '../../time/http-date.ts';
import { ceilingMs, type Floor, type Receipt, saturate, untilInstant } from './hint.ts';

const dayMs = 86_400_000;

/** Reads a `Retry-After` value: delta seconds or an HTTP date, nothing else; never throws. Source: RFC 9110, section 10.2.3. */
export function parseRetryAfter(raw: string, receipt: Receipt): Floor {
  const text = trimOws(raw);
  const date = parseHttpDate(text, receipt.wallMs);
  if (date !== undefined) return untilInstant(date, receipt);
  return maximum(text, (part) => seconds(part));
}

/** Reads a field in the format a profile declares for it. */
export function parseDeclared(raw: string, format: HintSource['format'], receipt: Receipt): Floor {
  const text = trimOws(raw);
  const date = format === 'seconds' || format === 'fraction' ? parseHttpDate(text, receipt.wallMs) : undefined;
  if (date !== undefined) return untilInstant(date, receipt);
  return maximum(text, (part) => declared(part, format, receipt));
}

/** Reads a reset whose unit nobody declared: by magnitude, epoch ms, epoch seconds or delta seconds. */
export function parseReset(raw: string, receipt: Receipt): Floor {
  const text = trimOws(raw);
  const value = digits(text);
  if (value === undefined) return { malformed: 'not a number' };
  if (value >= 1e12) return untilInstant(value, receipt);
  const epoch = value * 1000;
  if (epoch >= receipt.wallMs - dayMs && epoch <= receipt.wallMs + 366 * dayMs) return untilInstant(epoch, receipt);
  if (value <= 31 * 86_400) return { floorMs: saturate(epoch), skew: 'none' };
  return { malformed: 'neither an instant near now nor a delta' };
}

function declared(text: string, format: HintSource['format'], receipt: Receipt): Floor {
  if (format === 'fraction') {
    return /^\d+(?:\.\d+)?$/.test(text)
      ? { floorMs: saturate(Number(text) * 1000), skew: 'none' }
      : { malformed: 'not seconds' };
  }
  const value = digits(text);
  if (value === undefined) return { malformed: 'not a number' };
  if (format === 'epochSeconds') return untilInstant(value * 1000, receipt);
  if (format === 'epochMilliseconds') return untilInstant(value, receipt);
  const unitMs = { seconds: 1000, milliseconds: 1, minutes: 60_000 }[format];
  return { floorMs: saturate(value * unitMs), skew: 'none' };
}

function seconds(text: string): Floor {
  const value = digits(text);
  return value === undefined ? { malformed: 'not delta seconds' } : { floorMs: saturate(value * 1000), skew: 'none' };
}

/** `fetch` joins repeated fields with commas: valid only if every part is, and then the longest counts. */
function maximum(text: string, parse: (part: string) => Floor): Floor {
  if (!text.includes(',')) return parse(text);
  let longest: Floor = { malformed: 'empty list' };
  for (const part of text.split(',')) {
    const floor = parse(trimOws(part));
    if ('malformed' in floor) return { malformed: 'a list that is not all numbers' };
    if ('malformed' in longest || floor.floorMs > longest.floorMs) longest = floor;
  }
  return longest;
}

/** Digits only; a value past every instant saturates instead of wrapping. */
export function digits(text: string): number | undefined {
  if (text === '' || /[^0-9]/.test(text)) return undefined;
  return Math.min(Number(text), ceilingMs * 1000);
}

/** Optional white space of HTTP: spaces and tabs. */
export function trimOws(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isOws(text.charCodeAt(start))) start += 1;
  while (end > start && isOws(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isOws(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
