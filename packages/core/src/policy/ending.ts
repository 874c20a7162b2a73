import type { PolicyProfile } from '../contracts/policy.ts';
import { isRefusal } from '../contracts/refusal.ts';
import { isLedgerlineError } from '../errors/ledgerline-error.ts';
import type { Observation } from './attempt.ts';
import { classifyFailure, type Judgement } from './classify.ts';
import { anyCode, transportCode } from './error-codes.ts';

/** How an attempt that did not deliver ended. */
export interface Ending {
  /** Undefined when the error is not the engine's to judge: it is rethrown unchanged. */
  readonly judgement: Judgement | undefined;
  /** The transport's code; undefined for an answer. */
  readonly errorCode: string | undefined;
  /** For people: `answered 503`. */
  readonly words: string;
  readonly record: {
    readonly how: 'refused' | 'error';
    readonly errorKind?: string;
    readonly errorCode?: string;
    readonly disposition?: string;
    readonly verdict?: string;
    readonly reason?: string;
    readonly status?: number;
  };
}

/** Reads what an attempt threw: a refused answer, a failure of the transport, an error of ours, or a bug. */
export function readEnding(
  error: unknown,
  timedOut: boolean,
  observation: Observation | undefined,
  op: string,
  profile: PolicyProfile | undefined,
): Ending {
  if (isRefusal(error) && !timedOut) {
    const { answer, ruling } = error;
    const judgement = observation?.judgement ?? { ruling, vote: 'none', matched: undefined };
    const { status } = answer;
    const unseen = observation === undefined ? { verdict: ruling.verdict, reason: ruling.reason, status } : {};
    return { judgement, errorCode: undefined, words: `answered ${status}`, record: { how: 'refused', ...unseen } };
  }
  if (!timedOut && isLedgerlineError(error)) {
    const { code, disposition } = error;
    const record = { how: 'error', errorKind: 'ledgerline', errorCode: code, disposition } as const;
    const ruling = { verdict: 'retry', reason: 'a failure that may pass', rule: 'disposition' } as const;
    const judgement: Judgement | undefined =
      disposition === 'retry' ? { ruling, vote: 'failure', matched: undefined } : undefined;
    return { judgement, errorCode: code, words: `failed (${code})`, record };
  }
  const code = timedOut ? 'ERR_ATTEMPT_TIMEOUT' : (transportCode(error) ?? anyCode(error));
  const judgement = code === undefined ? undefined : classifyFailure({ op, errorCode: code }, profile);
  if (code === undefined || judgement === undefined || judgement.ruling.rule === 'bug') {
    return { judgement: undefined, errorCode: undefined, words: 'failed', record: { how: 'error', errorKind: 'bug' } };
  }
  const words = code === 'ERR_ATTEMPT_TIMEOUT' ? 'did not finish its answer in time' : `could not be heard (${code})`;
  return { judgement, errorCode: code, words, record: { how: 'error', errorKind: 'transport', errorCode: code } };
}
