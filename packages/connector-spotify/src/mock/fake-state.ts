import type { BulkData, BulkDataSwitches } from './bulk-data.ts';
import type { Delivery, Faults } from './faults.ts';
import type { LoggedRequest, OriginName } from './request-log.ts';

/** Everything about the fake that may be looked at or changed while it runs. */
export interface FakeSpotifyState extends BulkDataSwitches {
  /** Where the three parts answer; `serveSpotify` puts its ports here. */
  readonly origins: Record<OriginName, string>;
  delivery: Delivery;
  /** Units: seconds; what `expires_in` says and what is kept to. */
  tokenLifetimeSec: number;
  /** Units: milliseconds that a signed URL works for. */
  signatureLifetimeMs: number;
  /** Objects that are listed but answer 404, or days (`streams/2026/03/05`) that are not listed at all. */
  readonly notYet: Set<string>;
  /** Tokens handed out so far. */
  tokensIssued: number;
  /** `Authorization` headers that reached storage; must stay 0. */
  leakedTokens: number;
  /** Makes every token invalid at once. */
  revokeTokens(): void;
}

/** What the parts of the fake share. */
export interface FakeParts {
  readonly licensor: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** `2026/03/05` */
  readonly days: readonly string[];
  readonly countries: readonly string[];
  readonly state: FakeSpotifyState;
  readonly faults: Faults;
  readonly data: BulkData;
  readonly requests: LoggedRequest[];
  readonly now: () => number;
  /** Valid tokens and when they end. */
  readonly tokens: Map<string, number>;
}
