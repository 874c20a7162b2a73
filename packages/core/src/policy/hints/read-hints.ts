import type { Answer, HintSource } from '../../contracts/policy.ts';
import { parseHttpDate } from '../../time/http-date.ts';
import type { Floor, Hint, Ignored, Receipt } from './hint.ts';
import { type QuotaReading, readRateLimit } from './rate-limit.ts';
import { digits, parseDeclared, parseRetryAfter, trimOws } from './retry-after.ts';

/** Everything an answer says about when to come back. */
export interface HintReading {
  readonly hint: Hint | undefined;
  readonly quota: QuotaReading | undefined;
  readonly ignored: readonly Ignored[];
}

export interface HintRules {
  readonly sources: readonly HintSource[];
  readonly suspiciousMs: number;
}

/**
 * Reads the hints of an answer: asks first, the longest of them; quota fields only when nothing was asked.
 *
 * Total: any headers give a reading, malformed ones count as absent and are listed.
 */
export function readHints(
  answer: Pick<Answer, 'status' | 'headers'>,
  wallMs: number,
  rules: HintRules,
  violatedPolicies: readonly string[] = [],
): HintReading {
  const { headers } = answer;
  const age = headers.age === undefined ? 0 : (digits(trimOws(headers.age)) ?? 1);
  const date = headers.date;
  const dateMs = date === undefined || age > 0 ? undefined : parseHttpDate(trimOws(date), wallMs);
  const receipt: Receipt = { wallMs, dateMs };
  const ignored: Ignored[] = [];
  const quota = age > 0 ? undefined : readRateLimit(headers, receipt, violatedPolicies, ignored);
  if (answer.status >= 200 && answer.status < 300 && answer.status !== 202) return { hint: undefined, quota, ignored };

  let hint = longestAsk(headers, receipt, rules, ignored);
  if (hint === undefined && quota?.exhausted === true) {
    hint = toHint(quota.source, quota.raw, quota.reset, rules.suspiciousMs);
  }
  return { hint, quota, ignored };
}

function longestAsk(
  headers: Answer['headers'],
  receipt: Receipt,
  rules: HintRules,
  ignored: Ignored[],
): Hint | undefined {
  const declared: readonly { header: string; format: HintSource['format'] | undefined }[] = rules.sources.some(
    (source) => source.header.toLowerCase() === 'retry-after',
  )
    ? rules.sources
    : [{ header: 'retry-after', format: undefined }, ...rules.sources];
  let longest: Hint | undefined;
  for (const source of declared) {
    const header = source.header.toLowerCase();
    const raw = headers[header];
    if (raw === undefined) continue;
    const floor =
      source.format === undefined ? parseRetryAfter(raw, receipt) : parseDeclared(raw, source.format, receipt);
    if ('malformed' in floor) {
      ignored.push({ source: header, reason: floor.malformed });
      continue;
    }
    if (longest === undefined || floor.floorMs > longest.floorMs)
      longest = toHint(header, raw, floor, rules.suspiciousMs);
  }
  return longest;
}

function toHint(source: string, raw: string, floor: Extract<Floor, { floorMs: number }>, suspiciousMs: number): Hint {
  return { source, raw, floorMs: floor.floorMs, skew: floor.skew, suspicious: floor.floorMs > suspiciousMs };
}
