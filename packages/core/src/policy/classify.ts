import type { ClassifyRule, Matcher, PolicyProfile, Ruling, VerdictKind } from '../contracts/policy.ts';
import { type BodyFacts, factKey, quoteKey } from './body-facts.ts';
import { failureKind } from './error-codes.ts';

export type GateVote = 'success' | 'failure' | 'throttle' | 'none';

/** What an answer or a failure means. */
export interface Judgement {
  readonly ruling: Ruling;
  readonly vote: GateVote;
  /** The profile's rule, when one matched. */
  readonly matched: ClassifyRule | undefined;
}

export interface Evidence {
  readonly op: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly facts?: BodyFacts;
  readonly errorCode?: string;
}

const transient: ReadonlySet<number> = new Set([408, 425, 500, 502, 504, 520, 521, 522, 523, 524]);

const votes: Readonly<Record<VerdictKind, GateVote>> = {
  deliver: 'success',
  throttle: 'throttle',
  retry: 'failure',
  defer: 'success',
  'auth-refresh': 'success',
  reissue: 'success',
  'give-up': 'success',
  cancelled: 'none',
};

/** Judges an answer: the profile's rules first, body codes included, then the status. */
export function classifyAnswer(
  evidence: Evidence & { readonly status: number },
  profile: PolicyProfile | undefined,
  hinted: boolean,
): Judgement {
  const matched = profile?.classify.find((rule) => matches(rule, evidence));
  if (matched !== undefined) return ruled(matched, evidence.facts);
  const { status } = evidence;
  if (status === 202) return judge('defer', 'the answer is still being prepared', 'accepted');
  if (status < 400) return judge('deliver', 'answered', 'ok');
  if (status === 429) return judge('throttle', 'too many requests', 'throttled');
  if (status === 503) return judge('throttle', 'unavailable for now', 'unavailable');
  if (transient.has(status)) return judge('retry', 'a failure that may pass', 'transient-status');
  if (profile === undefined ? status === 401 : profile.auth.refreshOn.includes(status)) {
    return judge('auth-refresh', 'the credential was refused', 'refresh');
  }
  if (status === 413 && hinted) return { ...judge('retry', 'too large for now', 'later'), vote: 'success' };
  if (status === 401 || status === 403) return judge('give-up', 'auth: the DSP refused the credential', 'auth');
  return judge('give-up', status === 404 || status === 410 ? 'not there' : 'refused', 'status');
}

/** Judges a transport failure by its code. */
export function classifyFailure(
  evidence: Evidence & { readonly errorCode: string },
  profile: PolicyProfile | undefined,
): Judgement {
  const matched = profile?.classify.find((rule) => rule.when.status === undefined && matches(rule, evidence));
  if (matched !== undefined) return ruled(matched);
  const kind = failureKind(evidence.errorCode);
  if (kind === 'tls') return { ...judge('give-up', 'the host could not prove its identity', 'tls'), vote: 'none' };
  if (kind === 'corrupt') return judge('retry', 'the body is not what its headers promised', 'corrupt');
  if (kind === 'unsent') return judge('retry', 'the host could not be reached', 'unreachable');
  if (kind === 'broken') return judge('retry', 'the connection broke off', 'broken');
  return { ...judge('give-up', 'an error nobody expected', 'bug'), vote: 'none' };
}

function judge(verdict: VerdictKind, reason: string, rule: string): Judgement {
  return { ruling: { verdict, reason, rule }, vote: votes[verdict], matched: undefined };
}

function ruled(rule: ClassifyRule, facts: BodyFacts = {}): Judgement {
  const words = (rule.quote ?? []).flatMap((path) => facts[quoteKey(path)]?.slice(0, 1) ?? []);
  const reason = words.length === 0 ? rule.reason : `${rule.reason}: ${words.join(' ')}`;
  return {
    ruling: { verdict: rule.verdict, reason, rule: rule.id },
    vote: votes[rule.verdict],
    matched: rule,
  };
}

function matches({ when }: ClassifyRule, evidence: Evidence): boolean {
  if (when.status !== undefined && !meets(when.status, evidence.status)) return false;
  if (when.errorCode !== undefined && !meets(when.errorCode, evidence.errorCode)) return false;
  if (when.op !== undefined && !meets(when.op, evidence.op)) return false;
  if (when.header !== undefined) {
    const value = evidence.headers?.[when.header.name.toLowerCase()];
    if (value === undefined || (when.header.value !== undefined && !meets(when.header.value, value))) return false;
  }
  if (when.json !== undefined && !hasFact(evidence, factKey('json', when.json.path), when.json.value)) return false;
  return when.xml === undefined || hasFact(evidence, factKey('xml', when.xml.path), when.xml.value);
}

function hasFact({ facts }: Evidence, key: string, matcher: Matcher): boolean {
  return facts?.[key]?.some((value) => meets(matcher, value)) === true;
}

function meets(matcher: Matcher, value: string | number | undefined): boolean {
  if (value === undefined) return false;
  const text = String(value);
  if ('equals' in matcher) return text === String(matcher.equals);
  if ('in' in matcher) return matcher.in.some((member) => text === String(member));
  if ('prefix' in matcher) return text.startsWith(matcher.prefix);
  if ('contains' in matcher) return text.includes(matcher.contains);
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return number >= matcher.range[0] && number <= matcher.range[1];
}
