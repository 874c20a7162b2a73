import type { FakeAssets } from './assets.ts';
import type { Faults } from './faults.ts';
import type { Content } from './report-catalogue.ts';
import type { ReportFileOptions, ReportTotals } from './report-file.ts';
import type { LoggedRequest } from './request-log.ts';
import type { FakeJob, FakeReport, Reissue } from './timeline.ts';

/** How a report travels: `gzip` bytes as they are, `plain` CSV, or `encoded` by the transport. */
export type Packing = 'gzip' | 'plain' | 'encoded';

/** Everything about the fake that may be looked at or changed while it runs. */
export interface FakeYoutubeState {
  /** Where the fake answers; `serveYoutube` puts its port here. */
  origin: string;
  /** The fake's clock, epoch ms. */
  nowMs: number;
  /** Items of a page, whatever was asked for. */
  pageSize: number;
  packing: Packing;
  /** What report files are like, over the defaults of the generator. */
  files: Partial<Omit<ReportFileOptions, 'content' | 'from' | 'to' | 'seed' | 'version' | 'assets'>>;
  /** Rows of report files by what they hold, over those of `files`. */
  readonly rows: Map<Content, number>;
  /** Ends of the generation of report types, epoch ms by id. */
  readonly deprecated: Map<string, number>;
  /** Ids of reports that are listed but can no longer be fetched. */
  readonly purged: Set<string>;
  /** Units: requests; `undefined` lets everything pass. */
  quota: { perMinute: number; perDay: number } | undefined;
  /** Units: seconds; what `expires_in` says and what is kept to. */
  tokenLifetimeSec: number;
  /** Consent was withdrawn: the token endpoint answers `invalid_grant`. */
  grantRevoked: boolean;
  /** Tokens handed out so far. */
  tokensIssued: number;
  /** Makes every token invalid at once. */
  expireTokens(): void;
}

/** What the parts of the fake share. */
export interface FakeParts {
  readonly seed: string | number;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
  readonly assets: FakeAssets;
  readonly state: FakeYoutubeState;
  readonly faults: Faults;
  readonly jobs: FakeJob[];
  readonly reissues: Reissue[];
  readonly requests: LoggedRequest[];
  /** Valid tokens and when they end, epoch ms. */
  readonly tokens: Map<string, number>;
  reportsOf(job: FakeJob): readonly FakeReport[];
  fileOf(report: FakeReport): { readonly bytes: Uint8Array; readonly totals: ReportTotals };
}
