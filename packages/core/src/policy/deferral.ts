import type { Answer, PolicyProfile } from '../contracts/policy.ts';
import { addDays } from '../time/civil-date.ts';
import { dateIn, dayStart } from '../time/zone.ts';
import type { Judgement } from './classify.ts';
import { parseDeclared, parseRetryAfter } from './hints/retry-after.ts';

/** How long a rule's own source of an instant says to wait; undefined when it names none. Units: ms from now. */
export function deferralMs(
  judgement: Judgement,
  wallMs: number,
  answer: Pick<Answer, 'headers'>,
  profile: PolicyProfile | undefined,
): number | undefined {
  const source = judgement.matched?.hintFrom;
  if (source === undefined || source === 'availability') return undefined;
  if (source === 'quotaReset') {
    if (profile?.quotaReset === undefined) return undefined;
    const { zone } = profile.quotaReset;
    return Math.ceil(dayStart(addDays(dateIn(zone, wallMs), 1), zone) - wallMs);
  }
  const header = source.toLowerCase();
  const raw = answer.headers[header];
  if (raw === undefined) return undefined;
  const receipt = { wallMs, dateMs: undefined };
  const format = profile?.hints.find((hint) => hint.header.toLowerCase() === header)?.format;
  const floor = format === undefined ? parseRetryAfter(raw, receipt) : parseDeclared(raw, format, receipt);
  return 'malformed' in floor ? undefined : floor.floorMs;
}
