import type { Static, TObject } from 'typebox';
import type { Clock } from '../time/clock.ts';
import type { Availability } from './availability.ts';
import type { ColumnMap, RowMapper } from './columns.ts';
import type { AuthScheme, Http } from './http.ts';
import type { Logger } from './logger.ts';
import type { PolicyProfile } from './policy.ts';
import type { Listed, Provenance, Report, ReportKey, Window } from './report.ts';
import type { RowSource } from './source.ts';

/** All a connector is given, and its only ways out. */
export interface ConnectorContext<Config> {
  readonly config: Config;
  readonly account: string;
  readonly http: Http;
  /** Puts another transport (SFTP, a bucket, a disk) through the same policy engine: one send per call of `fn`. */
  run<T>(op: string, fn: (signal: AbortSignal) => Promise<T>): Promise<T>;
  readonly log: Logger;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Whose reports a feed's are: the part of a report's key that a connector decides. */
export interface FeedIdentity {
  readonly dsp: string;
  readonly feed: string;
}

/** How rows of a document become line items; exactly one of `columns` and `map`. */
export interface FeedMapping {
  /** The mapping as data (fast), or … */
  readonly columns?: ColumnMap;
  /** … as a function of a row (slower, same semantics). */
  readonly map?: RowMapper;
  /** Headers that are known and deliberately not mapped; any other unmapped header is a finding. */
  readonly ignore?: readonly string[];
}

/** The claims a feed's documents always carry; one that is absent makes the verdict `unproven`. */
export type DeclaredClaim = 'rows' | 'units' | 'amounts';

/**
 * A kind of report of a DSP.
 *
 * `list` is called once per run and account; it may yield in any order and must page lazily. `read` is called once per report to be read,
 * calls for different reports may overlap. Neither retries: errors they throw have been through the policy engine already.
 */
export interface Feed<Config> extends FeedMapping {
  /** Whether rows carry an amount and a currency. */
  readonly money: boolean;
  /** One sentence for the feeds table: grain and content. */
  readonly summary: string;
  /** For the feeds table: what tells the reports of an account apart, the period first: `month · vendor-region-type`. */
  readonly key?: string;
  /** For the feeds table: what the DSP calls these documents, or where they lie. */
  readonly documents?: string;
  readonly grain: 'day' | 'week' | 'month' | 'span';
  /** Optional keys of the connector's config that this feed needs; checked before anything runs. */
  readonly requires?: readonly string[];
  /**
   * Where the documents lie, when the config alone tells it and the account is but a name; absent when the DSP is asked for the account.
   *
   * Two accounts of which one's place begins with the other's would take the same rows twice and are refused. Never shown.
   */
  place?(config: Config): string;
  /** When a period's report is due. */
  readonly available?: Availability;
  /** The same where the config decides it (how often, on whose clock); stands before `available`. */
  availableFor?(config: Config): Availability;
  readonly declares?: readonly DeclaredClaim[];
  /** Whether a document without rows proves that there was nothing. @default 'unproven' */
  readonly emptyDocument?: 'proves-zero' | 'unproven';
  list(context: ConnectorContext<Config>, window: Window): AsyncIterable<Listed>;
  // Methods, not properties: a connector is then a connector in general, whatever its config, and lists of them need no cast.
  read(context: ConnectorContext<Config>, report: Report): RowSource | Promise<RowSource>;
  /**
   * The report identity these documents have when the connector only hands over what another one would fetch: files of a person.
   *
   * The connector's `dsp` and the feed's own name when absent. Pure; the same answer for the same config.
   */
  as?(config: Config): FeedIdentity;
  /**
   * The mapping of one document, where documents of a feed differ; stands in place of `columns`, `map` and `ignore`.
   *
   * Pure, and a function of config and `report.facts` alone: it is asked again with what the manifest kept when dead letters are replayed.
   */
  mappingFor?(config: Config, report: Report): FeedMapping;
  /** Told once a report is committed, or was found to be already. What it throws is logged and changes nothing. */
  taken?(context: ConnectorContext<Config>, report: Report): Promise<void>;
}

/** What a connector can do besides its duty; undeclared means no, declared is proved by the test kit. */
export interface Capabilities {
  /** The listing tells when a report changed. */
  readonly revisions?: boolean;
  /** The listing or the document claims totals. */
  readonly controlTotals?: boolean;
}

/** A connector: a value, registered by argument or config, never by import. */
export interface Connector<Schema extends TObject = TObject, Config = Static<Schema>> {
  readonly kind: 'connector';
  readonly name: string;
  readonly version: string;
  readonly dsp: string;
  readonly summary: string;
  /**
   * Where its documents come from, for manifests. Of `file` each document is taken once: a revision that was committed before and then
   * superseded is not brought back by the file that is still there. @default 'api'
   */
  readonly provenance?: Provenance;
  readonly config: Schema;
  /** The API's root; the only origin a credential goes to unless `credentialHosts` names others. */
  baseUrl?(config: Config): string;
  readonly policy: PolicyProfile;
  /** Hosts that this configuration adds to those of the profile: where signed URLs of this account lead. */
  hosts?(config: Config): readonly string[];
  auth?(config: Config): AuthScheme | undefined;
  /**
   * Hosts besides the base URL's that a credential may go to, when a request says `auth: true`: where the DSP hands out documents under the
   * same token. Never across a redirect, and over https only when the base URL is.
   */
  credentialHosts?(config: Config): readonly string[];
  /** The name of who shares this credential's limits; never the secret itself. */
  credential?(config: Config): string;
  readonly capabilities: Capabilities;
  readonly feeds: Readonly<Record<string, Feed<Config>>>;
  /**
   * The connector that a configuration describes, where DSP, feeds and policy are all its own; stands in place of this one. Pure.
   *
   * Called with the config of each account of a pipeline, which must all describe the same DSP and feeds. Errors: ConfigError.
   */
  described?(config: Config): Connector;
  /** A cheap probe of credentials and reachability. */
  check?(context: ConnectorContext<Config>): Promise<void>;
}

/** The account, feed and period part of a key, as listings give it. */
export type FeedKey = Omit<ReportKey, 'period' | 'scope'>;
