import type { PolicyConfig, PolicyProfile, Ruling } from '../contracts/policy.ts';
import { bodyFacts, violatedPolicies } from './body-facts.ts';
import { classifyAnswer } from './classify.ts';
import { deferralMs } from './deferral.ts';
import type { Hint, Ignored } from './hints/hint.ts';
import { type HintReading, readHints } from './hints/read-hints.ts';

export interface ExplainInput {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The operation it answers. @default 'request' */
  readonly op?: string;
  readonly profile?: PolicyProfile;
  readonly config: PolicyConfig;
  /** When the headers were received. Units: epoch ms. */
  readonly wallMs: number;
}

export interface Explanation {
  readonly ruling: Ruling;
  readonly hint: Hint | undefined;
  readonly quota: HintReading['quota'];
  readonly ignored: readonly Ignored[];
  /** Earliest next send that the server allows. Units: epoch ms; absent when it named none. */
  readonly earliestMs?: number;
  /** `send`: goes on; `wait`: waits inside the run; `park`: leaves it to a later run; `stop`: ends the call. */
  readonly next: 'send' | 'wait' | 'park' | 'stop';
  /** For people, one sentence each. */
  readonly lines: readonly string[];
}

/** Says what the engine would do with an answer and why, without an engine. */
export function explainAnswer(input: ExplainInput): Explanation {
  const { status, headers, profile, config, wallMs } = input;
  const facts = bodyFacts(input.body, profile?.classify ?? []);
  const rules = { sources: profile?.hints ?? [], suspiciousMs: config.retryAfter.suspiciousMs };
  const { hint, quota, ignored } = readHints({ status, headers }, wallMs, rules, violatedPolicies(facts));
  const evidence = { op: input.op ?? 'request', status, headers, facts };
  const judgement = classifyAnswer(evidence, profile, hint !== undefined && hint.floorMs > 0);
  const assumedMs = judgement.matched?.assumedHintMs ?? 0;
  const resetMs = deferralMs(judgement, wallMs, { headers }, profile) ?? 0;
  const floorMs = Math.max(hint?.floorMs ?? assumedMs, resetMs);
  const next = nextOf(judgement.ruling, floorMs, config);
  const lines = [
    `${status} means "${judgement.ruling.verdict}" by the rule "${judgement.ruling.rule}": ${judgement.ruling.reason}.`,
    ...(hint === undefined ? [] : [hintLine(hint)]),
    ...(hint === undefined && assumedMs > 0
      ? [`No instant was named; the profile assumes ${inSeconds(assumedMs)}.`]
      : []),
    ...(resetMs > 0
      ? [`The rule finds its instant in "${judgement.matched?.hintFrom}": ${inSeconds(resetMs)} from now.`]
      : []),
    ...ignored.map(({ source, reason }) => `"${source}" is ignored: ${reason}.`),
    ...(quota?.remaining === undefined
      ? []
      : [`${quota.remaining} requests are left for ${inSeconds(quota.reset.floorMs)}.`]),
    nextLine(next, judgement.ruling, floorMs, config),
  ];
  return {
    ruling: judgement.ruling,
    hint,
    quota,
    ignored,
    next,
    lines,
    ...(floorMs > 0 ? { earliestMs: wallMs + floorMs } : {}),
  };
}

function nextOf({ verdict }: Ruling, floorMs: number, { retryAfter }: PolicyConfig): Explanation['next'] {
  if (verdict === 'deliver') return 'send';
  if (verdict === 'give-up' || verdict === 'cancelled') return 'stop';
  if (verdict === 'defer' || floorMs > retryAfter.maxWaitMs) return 'park';
  return verdict === 'auth-refresh' || verdict === 'reissue' ? 'send' : 'wait';
}

function hintLine(hint: Hint): string {
  const skew = { none: '', date: ', by the server’s own clock', unknown: ', by our clock for want of a usable Date' }[
    hint.skew
  ];
  const odd = hint.suspicious ? ' That is suspiciously long, and honoured all the same.' : '';
  if (hint.floorMs === 0) return `"${hint.source}: ${hint.raw}" names no later instant and counts as no hint.`;
  return `"${hint.source}: ${hint.raw}" asks for ${inSeconds(hint.floorMs)}${skew}.${odd}`;
}

function nextLine(next: Explanation['next'], ruling: Ruling, floorMs: number, config: PolicyConfig): string {
  const { retry, retryAfter, breaker } = config;
  if (next === 'stop') return 'The call ends here.';
  if (next === 'park') {
    return floorMs > retryAfter.maxWaitMs
      ? `That is longer than retryAfter.maxWaitMs (${inSeconds(retryAfter.maxWaitMs)}): the call is parked for a later run, never sent early.`
      : 'The call is parked for a later run.';
  }
  if (ruling.verdict === 'deliver') return 'The answer is handed on.';
  if (ruling.verdict === 'auth-refresh') return 'The credential is renewed and the request sent once more.';
  if (ruling.verdict === 'reissue') return 'A fresh URL is asked for, then the request is sent again.';
  if (ruling.verdict === 'throttle') {
    return floorMs > 0
      ? `Nothing is sent on this scope before that; then one probe at a time (${breaker.probes}) until it flows again. No attempt is spent.`
      : `The scope brakes, and blocks when there is nothing left to brake; this call waits its own ${retry.throttleBackoff} backoff. No attempt is spent.`;
  }
  return `It is sent again after the ${retry.backoff} backoff${floorMs > 0 ? ', not before that instant' : ''}; at most ${retry.maxAttempts} sends in all.`;
}

function inSeconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}
