import type { JsonValue } from './json.ts';

/** One logical operation of a connector, as the policy engine sees it. */
export interface Operation {
  readonly dsp: string;
  /** Path naming who shares a limit, below the dsp: credential, endpoint class, subject. */
  readonly scope: readonly string[];
  /** Short stable name: `list-days`. Profiles name operations by it. */
  readonly op: string;
  /** Stable identity of the call within the run: `leaf/2026-03-05/DE`. */
  readonly opKey: string;
  readonly method: string;
  readonly idempotent: boolean;
  /** The report this call serves, for the log. */
  readonly sync?: string;
}

/** An answer of the DSP as far as the engine needs it. Units: `receivedAt` is monotonic ms at receipt of the headers. */
export interface Answer {
  readonly status: number;
  /** Lower-case names; several fields of one name joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly receivedAt: number;
  /** The first 64 KiB of an error body; of a 2xx answer the first KiB, when the request asks for that and it begins like XML. */
  readonly body?: string;
}

export type VerdictKind =
  | 'deliver'
  | 'throttle'
  | 'retry'
  | 'defer'
  | 'auth-refresh'
  | 'reissue'
  | 'give-up'
  | 'cancelled';

/** What the classifier made of an answer. */
export interface Ruling {
  readonly verdict: VerdictKind;
  readonly reason: string;
  /** The profile or built-in rule that matched. */
  readonly rule: string;
}

/** What the function of a call is given at each attempt. */
export interface AttemptContext {
  /** Aborts at the attempt's time limit or when the caller stops. */
  readonly signal: AbortSignal;
  /** Names the logical request within its run, in logs and in the audit. */
  readonly request: string;
  /** 0 for the first send. */
  readonly attempt: number;
  readonly generation: number;
  /** Must be called at the receipt of every answer's headers (error answers: once their short body was read). Votes at the gate and rules. */
  observe(answer: Answer): Ruling;
  /** Call for every chunk of a body: renews leases and idle limits. */
  progress(bytes: number): void;
}

/**
 * Decides when a connector may talk to a DSP, how long it waits, and when it stops.
 *
 * `fn` performs exactly one send. When `observe` rules anything but `deliver`, `fn` must throw {@link AnswerRefused}'s shape
 * (`createRefusal(answer, ruling)`); anything else it throws is classified as a transport failure or a bug.
 *
 * Errors: RateLimitError/NotReadyError with disposition `defer` and `details.retryAt` (epoch ms), AuthError, UpstreamError, PayloadError
 * with `details.reason`, CancelledError.
 */
export interface PolicyEngine {
  run<T>(
    operation: Operation,
    fn: (context: AttemptContext) => Promise<T>,
    options: { readonly signal: AbortSignal },
  ): Promise<T>;
  /** Makes gate states durable; called before a run ends. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Thrown by `fn` when the ruling was not `deliver`; carries the answer so that the engine can act on it. */
export interface AnswerRefused extends Error {
  readonly answer: Answer;
  readonly ruling: Ruling;
}

/** A limit the DSP states or that we assume. `source` says where the number comes from. */
export type RateWindow =
  | {
      readonly id: string;
      readonly kind: 'sliding';
      readonly limit: number;
      readonly perMs: number;
      readonly guardMs?: number;
      readonly scope?: string;
      readonly source: string;
    }
  | {
      readonly id: string;
      readonly kind: 'bucket';
      readonly ratePerSec: number;
      readonly burst: number;
      readonly scope?: string;
      readonly source: string;
    };

export type BackoffKind = 'full' | 'equal' | 'decorrelated' | 'none';

export type BreakerConfig = {
  readonly openBaseMs?: number;
  readonly openMaxMs?: number;
  readonly probes: number;
  readonly successes: number;
  readonly leaseMs: number;
  readonly leaseMaxMs: number;
  readonly ramp: { readonly start: number; readonly beta: number; readonly brakeMs: readonly [number, number] };
  readonly learnQuota: boolean;
  readonly reserve: boolean;
} & (
  | { readonly kind: 'consecutive'; readonly threshold: number }
  | { readonly kind: 'count'; readonly threshold: number; readonly size: number; readonly minCalls: number }
  | { readonly kind: 'window'; readonly threshold: number; readonly windowMs: number; readonly minCalls: number }
);

/** The policy of one DSP after merging defaults, profile, source config and run override; frozen. All durations are integer ms. */
export interface PolicyConfig {
  readonly retry: {
    readonly maxAttempts: number;
    readonly maxThrottles: number;
    readonly maxResumes: number;
    readonly backoff: BackoffKind;
    readonly baseMs: number;
    readonly maxMs: number;
    readonly throttleBackoff: BackoffKind | 'off';
  };
  readonly retryAfter: {
    readonly maxWaitMs: number;
    readonly spread: { readonly ratio: number; readonly minMs: number; readonly maxMs: number };
    readonly suspiciousMs: number;
    readonly gateMaxMs: number | null;
  };
  readonly breaker: BreakerConfig;
  readonly budget: { readonly windowMs: number; readonly ratio: number; readonly floorPerSec: number };
  readonly timeout: { readonly attemptMs: number; readonly headersMs: number; readonly idleMs: number };
  readonly deadlineMs: number;
  readonly minAttemptMs: number;
  readonly admission: 'wait' | 'reject';
  readonly concurrency: { readonly max: number; readonly maxPending: number };
  readonly rate: readonly RateWindow[];
}

/** Any part of the policy, nested; arrays replace. */
export type DeepPartial<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: DeepPartial<T[K]> }
    : T;

export type PolicyOverride = DeepPartial<PolicyConfig>;

/** Matches one value; no regular expressions. */
export type Matcher =
  | { readonly equals: string | number }
  | { readonly in: readonly (string | number)[] }
  | { readonly prefix: string }
  | { readonly contains: string }
  | { readonly range: readonly [number, number] };

/** One ordered rule of a profile; the first whose every condition matches decides. */
export interface ClassifyRule {
  readonly id: string;
  readonly when: {
    readonly status?: Matcher;
    readonly header?: { readonly name: string; readonly value?: Matcher };
    /** Dotted path into a JSON error body; `[]` matches any element. */
    readonly json?: { readonly path: string; readonly value: Matcher };
    /** Slash path into an XML error body: `Error/Code`. */
    readonly xml?: { readonly path: string; readonly value: Matcher };
    /** A transport error code: `ECONNRESET`. */
    readonly errorCode?: Matcher;
    readonly op?: Matcher;
  };
  readonly verdict: Exclude<VerdictKind, 'cancelled'>;
  readonly reason: string;
  /** Slash paths into an XML error body: the DSP's own code and words at them follow the reason, cut to 200 characters each. */
  readonly quote?: readonly string[];
  /** The scope depth a hint or vote applies to, by the profile's scope name. */
  readonly scope?: string;
  /** Where `defer` finds its instant: a header name, or `quotaReset`, or `availability`. */
  readonly hintFrom?: string;
  readonly assumedHintMs?: number;
}

export interface HintSource {
  readonly header: string;
  readonly format: 'seconds' | 'fraction' | 'milliseconds' | 'epochSeconds' | 'epochMilliseconds' | 'minutes';
}

/** What is special about one DSP, as data; exported by a connector's `policy.ts`, every limit with its source. */
export interface PolicyProfile {
  readonly id: string;
  readonly version: number;
  /** Hosts a request or a redirect may go to; `*.example.com` matches one label or more. The base URL's host is always allowed. */
  readonly hosts: readonly string[];
  /** Names of the scope levels below dsp: `['credential', 'class', 'licensor']`. */
  readonly scopes: readonly string[];
  readonly hints: readonly HintSource[];
  /** Statuses besides 429 and 503 whose hints close the scope. */
  readonly closingStatuses?: readonly number[];
  readonly classify: readonly ClassifyRule[];
  readonly idempotentOps: readonly string[];
  /** Statuses and codes after which the credential may be renewed once. */
  readonly auth: { readonly refreshOn: readonly number[] };
  /** When a daily quota begins anew: local midnight of a zone. */
  readonly quotaReset?: { readonly zone: string };
  readonly policy: PolicyOverride;
}

/** One record of the decision log: sorted keys, integers only. */
export interface Decision {
  readonly k: string;
  readonly [field: string]: JsonValue | undefined;
}
