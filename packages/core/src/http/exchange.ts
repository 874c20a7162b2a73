import type { AuthContext, AuthScheme, HttpRequest } from '../contracts/http.ts';
import type { Answer, AttemptContext, Ruling } from '../contracts/policy.ts';
import { createRefusal } from '../contracts/refusal.ts';
import { AuthError, UpstreamError } from '../errors/leaves.ts';
import { isLedgerlineError, type LedgerlineError } from '../errors/ledgerline-error.ts';
import type { HttpOptions } from './http-setup.ts';
import { requirePermitted } from './permit-url.ts';
import { redactUrl } from './redact-url.ts';
import { createHopGuard, firstTarget, isRedirect, nextTarget, operationOf, type SendTarget } from './send-target.ts';
import { openWire, type Wire } from './wire.ts';

/** Units: bytes of an error answer shown to the classifier. */
const errorBodyBytes = 64 * 1024;

/** Units: bytes of a 2xx answer shown to the classifier; an XML error is shorter. */
const inspectedBytes = 1024;

/** Units: fresh addresses asked for in one call. Source: our own bound; a signed URL that lapses at once will do so again. */
const maxReissues = 3;

/** An answer that arrived for good, to be consumed within its attempt. */
export interface Arrival {
  readonly wire: Wire;
  readonly attempt: AttemptContext;
  readonly url: URL;
  readonly op: string;
}

export interface Exchange<T> {
  /** Says where to send; called again for every fresh address. */
  readonly locate: () => Promise<HttpRequest>;
  readonly signal: AbortSignal;
  /** Headers of this very attempt, such as the rest that is still missing. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** Error statuses that are answers to this caller. */
  readonly accepts: (status: number) => boolean;
  /** Takes the body. A LedgerlineError it throws ends the call; anything else is the transport's failure, and the engine decides. */
  readonly consume: (arrival: Arrival) => Promise<T>;
}

type Outcome<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'redirect'; readonly status: number; readonly location: string | undefined }
  | { readonly kind: 'renewed' | 'reissue'; readonly reason: string };

/** What one engine call leaves behind besides its result. */
interface Aftermath {
  /** Something must be asked of the DSP before the next send, outside of this call: inside, it would wait for its own permit. */
  detour?: { readonly kind: 'renewed' | 'reissue'; readonly reason: string; readonly error: Error };
  fatal?: LedgerlineError;
}

/** Carries out one logical request: every hop of it is one call of the policy engine. */
export async function exchange<T>(setup: HttpOptions, auth: AuthContext, work: Exchange<T>): Promise<T> {
  let request = await work.locate();
  let renewable = true;
  for (let reissues = 0; ; ) {
    const outcome = await followHops(setup, auth, work, request, renewable);
    if (outcome.kind === 'value') return outcome.value;
    if (outcome.kind === 'renewed') {
      renewable = false;
      setup.onEvent?.({ event: 'auth-refreshed', op: request.op, waitMs: 0, reason: outcome.reason });
      continue;
    }
    if (reissues === maxReissues) throw lapsed(request.op, outcome.reason);
    reissues += 1;
    setup.onEvent?.({ event: 'reissued', op: request.op, waitMs: 0, reason: outcome.reason });
    request = await work.locate();
  }
}

async function followHops<T>(
  setup: HttpOptions,
  auth: AuthContext,
  work: Exchange<T>,
  request: HttpRequest,
  renewable: boolean,
): Promise<Exclude<Outcome<T>, { kind: 'redirect' }>> {
  const permit = { base: new URL(setup.baseUrl), hosts: setup.profile.hosts };
  const guard = createHopGuard();
  const scheme = typeof request.auth === 'object' ? request.auth : setup.auth;
  for (let target = firstTarget(setup, request); ; ) {
    requirePermitted(target.url, permit, target.op);
    guard(target);
    const credential = target.authorised ? await scheme?.headers(auth) : undefined;
    const outcome = await sendHop(setup, work, { request, target, scheme, credential: credential ?? {}, renewable });
    if (outcome.kind !== 'redirect') return outcome;
    target = nextTarget(target, outcome.status, outcome.location);
  }
}

interface Hop {
  readonly request: HttpRequest;
  readonly target: SendTarget;
  readonly scheme: AuthScheme | undefined;
  readonly credential: Readonly<Record<string, string>>;
  readonly renewable: boolean;
}

async function sendHop<T>(setup: HttpOptions, work: Exchange<T>, hop: Hop): Promise<Outcome<T>> {
  const aftermath: Aftermath = {};
  const operation = operationOf(setup, hop.request, hop.target);
  try {
    const send = (attempt: AttemptContext): Promise<Outcome<T>> =>
      sendOnce(setup, work, hop, attempt, aftermath).catch((error: unknown) => {
        // An aborted attempt fails with the engine's own reason, which is the engine's to judge.
        const ours = isLedgerlineError(error) && aftermath.detour === undefined;
        if (ours && !attempt.signal.aborted) aftermath.fatal = error;
        throw error;
      });
    return await setup.engine.run(operation, send, { signal: work.signal });
  } catch (error) {
    if (aftermath.fatal !== undefined) throw aftermath.fatal;
    if (aftermath.detour !== undefined) return aftermath.detour;
    throw error;
  }
}

/** One attempt: exactly one send, or none when an earlier attempt of this call has settled what comes next. */
async function sendOnce<T>(
  setup: HttpOptions,
  work: Exchange<T>,
  hop: Hop,
  attempt: AttemptContext,
  aftermath: Aftermath,
): Promise<Outcome<T>> {
  const settled = aftermath.fatal ?? aftermath.detour?.error;
  if (settled !== undefined) throw settled;
  const { target, request } = hop;
  const headers = { ...target.headers, ...hop.credential, ...work.headers() };
  const signature = target.authorised
    ? await hop.scheme?.sign?.({ method: target.method, url: target.url, headers })
    : undefined;
  const wire = await openWire({
    fetch: setup.fetch,
    clock: setup.clock,
    timeouts: setup.timeouts,
    signal: attempt.signal,
    url: target.url,
    method: target.method,
    headers: { ...headers, ...signature },
    body: target.body,
  });
  try {
    const failed = wire.status >= 400;
    const body = failed ? new TextDecoder().decode(await wire.peek(errorBodyBytes)) : await errorUnder(wire, request);
    const { status, headers, receivedAt } = wire;
    const answer = { status, headers, receivedAt, ...(body === undefined ? {} : { body }) };
    const ruling = attempt.observe(answer);
    setup.log.debug('http.answer', {
      op: target.op,
      method: target.method,
      url: redactUrl(target.url),
      status,
      request: attempt.request,
      attempt: attempt.attempt,
      verdict: ruling.verdict,
      rule: ruling.rule,
    });
    const accepted = failed && ruling.verdict !== 'throttle' && work.accepts(status);
    if (ruling.verdict !== 'deliver' && !accepted) {
      throw refuse(setup, hop, answer, ruling, aftermath);
    }
    if (isRedirect(status) && request.redirect !== 'manual') {
      await wire.peek(errorBodyBytes); // an answer read to its end leaves the connection usable
      return { kind: 'redirect', status, location: headers.location };
    }
    request.answered?.({ status, headers });
    return { kind: 'value', value: await work.consume({ wire, attempt, url: target.url, op: target.op }) };
  } finally {
    await wire.close();
  }
}

/** What may be an error written under a 2xx; a document of any other kind is told by its first bytes. */
async function errorUnder(wire: Wire, { inspect }: HttpRequest): Promise<string | undefined> {
  if (inspect !== 'xml-error' || wire.status < 200 || wire.status > 299) return undefined;
  const start = new TextDecoder().decode(await wire.peek(inspectedBytes));
  return /^\s*</.test(start) ? start : undefined;
}

/**
 * Notes what a refusal asks of this side; returns what the attempt throws.
 *
 * A detour ends the engine's call with an error of ours, which it hands back unchanged; nobody else gets to see it.
 */
function refuse(setup: HttpOptions, hop: Hop, answer: Answer, ruling: Ruling, aftermath: Aftermath): Error {
  const { op } = hop.target;
  const { reason } = ruling;
  if (ruling.verdict === 'auth-refresh') {
    const renewed = hop.target.authorised && hop.renewable && hop.scheme?.renew?.(hop.credential, answer) === true;
    if (!renewed) return rejected(setup, hop.target);
    const error = new AuthError('AUTH_EXPIRED', `The credential for "${op}" lapsed; a fresh one is asked for.`);
    aftermath.detour = { kind: 'renewed', reason, error };
    return error;
  }
  if (ruling.verdict !== 'reissue') return createRefusal(answer, ruling);
  const lapse = `The address for "${op}" lapsed; a fresh one is asked for.`;
  const error = new UpstreamError(lapse, { code: 'ADDRESS_LAPSED', disposition: 'abort' });
  aftermath.detour = { kind: 'reissue', reason, error };
  return error;
}

function rejected(setup: HttpOptions, target: SendTarget): AuthError {
  return new AuthError(
    'AUTH_REJECTED',
    `${setup.dsp} refused the credential of "${setup.account}" for "${target.op}" at ${redactUrl(target.url)}; check that it is current and has access to this account.`,
    { details: { op: target.op, reason: 'credential-rejected', verdict: 'give-up' } },
  );
}

function lapsed(op: string, reason: string): UpstreamError {
  return new UpstreamError(
    `"${op}" was given ${maxReissues + 1} addresses in a row that the storage host refused (${reason}); run again later, and check this machine's clock.`,
    { disposition: 'retry', details: { op, reason, verdict: 'reissue' } },
  );
}
