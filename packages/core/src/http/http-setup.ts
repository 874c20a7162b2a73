import type { AuthScheme } from '../contracts/http.ts';
import type { Logger } from '../contracts/logger.ts';
import type { PolicyEngine, PolicyProfile } from '../contracts/policy.ts';
import type { Clock } from '../time/clock.ts';

/** What happens between the lines of a call, for progress displays; the pipeline adds its name. */
export interface HttpEvent {
  readonly event: 'reissued' | 'auth-refreshed';
  readonly op: string;
  readonly waitMs: 0;
  readonly reason: string;
}

/** Everything one connector instance needs to talk over HTTP. */
export interface HttpOptions {
  readonly dsp: string;
  readonly account: string;
  /** The name of who shares this credential's limits; never the secret. */
  readonly credential: string;
  /** The API's root; the only origin a credential goes to unasked. */
  readonly baseUrl: string;
  /** Host patterns a credential also goes to, when a request says `auth: true`. @default none */
  readonly credentialHosts?: readonly string[];
  readonly profile: PolicyProfile;
  readonly engine: PolicyEngine;
  readonly auth?: AuthScheme;
  readonly clock: Clock;
  readonly log: Logger;
  /** @default the global `fetch`, looked up at every send */
  readonly fetch?: typeof globalThis.fetch;
  /** Where downloads are staged; created when needed. */
  readonly spoolFolder: string;
  /** Units: milliseconds until the headers, and between two chunks of a body. */
  readonly timeouts: { readonly headersMs: number; readonly idleMs: number };
  /** Stops everything. */
  readonly signal: AbortSignal;
  /** The report that calls serve, for the decision log. */
  readonly sync?: string;
  readonly onEvent?: (event: HttpEvent) => void;
}
