import type { FakeSong } from './catalogue.ts';
import type { Faults } from './faults.ts';
import type { FinanceKind } from './finance-documents.ts';
import type { LoggedRequest } from './request-log.ts';
import type { Tokens } from './tokens.ts';

/** Everything about the fake that may be looked at or changed while it runs. */
export interface FakeAppleState {
  /** Where Reporter answers; `serveApple` puts its port here. */
  origin: string;
  /** The zone whose clock decides what is there. */
  zone: string;
  /** `agzip` as in captures, or none. */
  contentEncoding: 'agzip' | undefined;
  /** How many gzip members a report is sent in. */
  gzipMembers: number;
  /** Columns in another order, an unknown one among them. */
  shuffled: boolean;
  /** Refuses protocol versions that are not 2.x. */
  strict: boolean;
  /** The only version of `am…` reports that is served; another one, or none, is answered with 121 and this one. */
  reportVersion: string;
  /** Keys as requested (`80012345/Sales/Detailed/Daily/20260305`, version left out) that had no sales. */
  readonly noSales: Set<string>;
  /** Another number gives other content under the same key (of the same form): a re-issue. */
  readonly revisions: Map<string, number>;
  /** Rows of single reports, by the arguments of the request, version left out. */
  readonly rows: Map<string, number>;
  /** Documents given instead of generated ones, by the arguments of the request, version left out. */
  readonly documents: Map<string, { readonly name: string; readonly text: string }>;
  /** Days after the end of a fiscal period on which its reports are issued. */
  financeIssuedAfterDays: number;
  /** The layout of a financial report by report type. */
  readonly financeKinds: Map<string, FinanceKind>;
  /** Currencies of financial reports by region; several are mixed in one file. */
  readonly currencies: Map<string, readonly string[]>;
  /** What the row-count footer of financial reports is off by. */
  rowCountOffBy: number;
}

/** What the parts of the fake share. */
export interface FakeParts {
  readonly seed: string | number;
  readonly accounts: readonly { readonly number: string; readonly name: string }[];
  readonly vendors: readonly string[];
  readonly regions: readonly string[];
  readonly financeReports: readonly string[];
  readonly songs: readonly FakeSong[];
  readonly rows: number;
  readonly state: FakeAppleState;
  readonly faults: Faults;
  readonly tokens: Tokens;
  readonly requests: LoggedRequest[];
  readonly now: () => number;
}
