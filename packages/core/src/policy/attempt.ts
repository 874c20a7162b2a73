import type { Answer, AttemptContext, Ruling } from '../contracts/policy.ts';
import { type BodyFacts, bodyFacts, violatedPolicies } from './body-facts.ts';
import type { CallParts } from './call-parts.ts';
import { classifyAnswer, type Judgement } from './classify.ts';
import type { Permit } from './gate/gate-view.ts';
import type { Hint } from './hints/hint.ts';
import { readHints } from './hints/read-hints.ts';
import { loggedHeaders } from './logged-headers.ts';

/** An answer replayed from a log, whose body is known only by the facts recorded of it. */
export interface RecordedAnswer extends Answer {
  readonly facts?: BodyFacts;
}

/** What an attempt learned from the DSP. Units: engine ms. */
export interface Observation {
  readonly answer: Answer;
  readonly judgement: Judgement;
  readonly receivedAt: number;
  /** The server's floor, or the profile's assumption; 0 when there is none. */
  readonly floorMs: number;
  readonly hint: Hint | undefined;
}

/** One send: hears the answer, votes at the gates, reports progress. */
export class Attempt implements AttemptContext {
  readonly request: string;
  readonly attempt: number;
  readonly generation: number;
  signal: AbortSignal;
  /** Wire bytes of the body so far. */
  bytes = 0;
  observation: Observation | undefined;
  readonly #parts: CallParts;
  readonly #permits: readonly Permit[];
  #settled = false;

  constructor(parts: CallParts, attempt: number, permits: readonly Permit[], signal: AbortSignal) {
    this.#parts = parts;
    this.#permits = permits;
    this.request = parts.request;
    this.attempt = attempt;
    this.signal = signal;
    this.generation = permits[parts.context.credentialLevel(parts.path)]?.generation ?? 0;
  }

  observe = (answer: RecordedAnswer): Ruling => {
    const parts = this.#parts;
    const { context, operation, path, shared } = parts;
    const { profile } = context;
    shared.time.sample();
    const receivedAt = shared.time.receipt(answer.receivedAt);
    const facts = answer.facts ?? bodyFacts(answer.body, profile?.classify ?? []);
    const wallAtReceipt = shared.time.wall() - Math.max(0, shared.time.now() - receivedAt);
    parts.log('evidence', {
      att: this.attempt,
      body: Object.keys(facts).length === 0 ? undefined : JSON.stringify(facts),
      headers: shared.log.enabled ? loggedHeaders(answer.headers, profile) : undefined,
      receivedAt,
      status: answer.status,
      wall: shared.time.wall(),
    });
    const rules = { sources: profile?.hints ?? [], suspiciousMs: context.policy.retryAfter.suspiciousMs };
    const reading = readHints(answer, wallAtReceipt, rules, violatedPolicies(facts));
    const { hint, quota } = reading;
    const evidence = { op: operation.op, status: answer.status, headers: answer.headers, facts };
    const judgement = classifyAnswer(evidence, profile, hint !== undefined && hint.floorMs > 0);
    const assumed = answer.status >= 300 || answer.status === 202 ? (judgement.matched?.assumedHintMs ?? 0) : 0;
    const resetMs = parts.deferralMs(judgement, shared.time.wall(), answer);
    const floorMs = Math.max(hint === undefined ? assumed : hint.floorMs, resetMs ?? 0);
    if (hint !== undefined || reading.ignored.length > 0 || floorMs > 0) {
      parts.log('hint', {
        att: this.attempt,
        flags: hint?.suspicious === true ? ['suspicious'] : [],
        floor: floorMs,
        ignored: reading.ignored.map(({ source, reason }) => `${source}: ${reason}`),
        raw: hint?.raw.slice(0, 256),
        skew: hint?.skew ?? 'none',
        source: hint?.source ?? (resetMs === undefined ? 'assumed' : (judgement.matched?.hintFrom ?? 'assumed')),
      });
    }
    parts.log('verdict', { att: this.attempt, ...judgement.ruling });
    this.observation = { answer, judgement, receivedAt, floorMs, hint };
    this.#vote(judgement, floorMs, receivedAt, answer.status);
    if (quota?.remaining !== undefined && !this.#settled) {
      const node = path[context.credentialLevel(path)];
      const ok = answer.status >= 200 && answer.status < 300;
      node?.gate.observeQuota(quota.remaining, receivedAt, quota.reset.floorMs, ok, shared.time.now());
    }
    shared.admission.touch(path);
    shared.admission.flush();
    return judgement.ruling;
  };

  progress = (bytes: number): void => {
    this.bytes += bytes;
    if (this.#settled || !this.#permits.some((permit) => permit.lease !== undefined)) return;
    this.#parts.shared.time.sample();
    const now = this.#parts.shared.time.now();
    this.#parts.log('progress', { att: this.attempt, bytes });
    this.#permits.forEach((permit, level) => {
      this.#parts.path[level]?.gate.renew(permit, now);
    });
  };

  /** A failure without an answer is blamed on the way to the DSP: it votes at the root. */
  voteFailure(): void {
    const permit = this.#permits[0];
    const now = this.#parts.shared.time.now();
    if (permit !== undefined) this.#note(0, this.#parts.path[0]?.gate.failure(permit, now));
  }

  /** Something that is no HTTP answer worked. */
  voteSuccess(): void {
    this.#voteAll(this.#permits.length - 1);
  }

  /** Gives its places back; from now on only hints count. */
  settle(): void {
    if (this.#settled) return;
    this.#settled = true;
    const { path, shared } = this.#parts;
    this.#permits.forEach((permit, level) => {
      path[level]?.gate.release(permit);
    });
    shared.admission.touch(path);
    shared.admission.flush();
  }

  #vote(judgement: Judgement, floorMs: number, receivedAt: number, status: number): void {
    const { context, path, shared } = this.#parts;
    const now = shared.time.now();
    const { vote, matched } = judgement;
    const closing = status === 429 || status === 503 || context.profile?.closingStatuses?.includes(status) === true;
    const parks = judgement.ruling.verdict === 'defer';
    const asked = closing && this.observation?.hint !== undefined && this.observation.hint.floorMs > 0;
    const closes = asked || (parks ? matched?.scope !== undefined : vote === 'throttle');
    const throttleLevel =
      matched?.scope === undefined ? context.credentialLevel(path) : context.levelOf(matched.scope, path);
    if (closes && floorMs > 0) {
      this.#voteAll(throttleLevel - 1);
      const node = path[throttleLevel];
      node?.gate.throttleUntil(receivedAt, floorMs, now);
      if (node !== undefined) shared.admission.touchBelow(node);
      return;
    }
    if (this.#settled) return;
    if (vote === 'throttle' || vote === 'failure') {
      const level = vote === 'throttle' ? throttleLevel : context.classLevel(path);
      const permit = this.#permits[level];
      const gate = path[level]?.gate;
      this.#voteAll(level - 1);
      if (permit === undefined || gate === undefined) return;
      this.#note(level, vote === 'throttle' ? gate.throttleUnhinted(permit, now) : gate.failure(permit, now));
      return;
    }
    if (vote === 'success') this.#voteAll(path.length - 1);
  }

  #voteAll(deepest: number): void {
    if (this.#settled) return;
    const now = this.#parts.shared.time.now();
    for (let level = 0; level <= deepest; level += 1) {
      const permit = this.#permits[level];
      if (permit !== undefined) this.#note(level, this.#parts.path[level]?.gate.success(permit, now));
    }
  }

  #note(level: number, vote: 'counted' | 'stale' | undefined): void {
    if (vote === 'stale')
      this.#parts.log('gate', { att: this.attempt, scope: this.#parts.path[level]?.scope, stale: true });
  }
}
