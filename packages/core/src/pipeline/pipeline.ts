import type { Static, TObject } from 'typebox';
import type { Expectation } from '../calendar/feed-calendar.ts';
import type { Audit } from '../contracts/audit.ts';
import type { Connector, ConnectorContext } from '../contracts/connector.ts';
import type { SourcesPolicy } from '../contracts/equivalence.ts';
import type { RunEvent } from '../contracts/events.ts';
import type { Logger } from '../contracts/logger.ts';
import type { FallbackReason, Report, Window } from '../contracts/report.ts';
import type { OpenSink } from '../contracts/sink.ts';
import type { SharedTables, StateStore } from '../contracts/state.ts';
import type { ValidatorContext, ValidatorSession } from '../contracts/validator.ts';
import type { Clock } from '../time/clock.ts';
import type { RejectBudget } from './budget.ts';
import type { LookupPool } from './lookup-pool.ts';

/** A connector's checked config; its own types know more. */
export type AnyConfig = Static<TObject>;

/** A validator with its config applied; `settings` is what a changed config is noticed by. */
export interface BoundValidator {
  readonly name: string;
  readonly settings: unknown;
  /** Reads what else it judges by, once per run; the answer changes when that does. Errors: what the validator throws. */
  prepare(tables: SharedTables): Promise<string | undefined>;
  open(context: ValidatorContext): ValidatorSession | Promise<ValidatorSession>;
}

/** One pipeline of the config, assembled: everything it needs, nothing it has to look up. */
export interface Pipeline {
  readonly name: string;
  readonly connector: Connector;
  /** The connector's checked config, by account. */
  readonly configs: ReadonlyMap<string, AnyConfig>;
  /** The feeds to ingest, by account. */
  readonly feeds: ReadonlyMap<string, readonly string[]>;
  readonly validators: readonly BoundValidator[];
  readonly sink: OpenSink;
  readonly window: Window;
  readonly budget: RejectBudget;
  /** Which of two sources stands when they differ about a report. */
  readonly sourcesDiffer: SourcesPolicy;
  /** What stands in for the connector when it does not deliver. */
  readonly fallback?: Fallback;
  /** When reports of a feed are expected; undefined when nobody knows. */
  expectation(account: string, feed: string): Expectation | undefined;
  /** Reports at once. */
  readonly concurrency: number;
  readonly checkpointRows: number;
  readonly batchRows: number;
  /** Makes the context of one listing or one sync; `close` releases its connections and spool files. */
  contextFor(account: string, sync: string, signal: AbortSignal): OpenContext;
}

export interface OpenContext {
  readonly context: ConnectorContext<AnyConfig>;
  close(): Promise<void>;
}

/** Files that are taken in place of reports that the connector does not deliver. */
export interface Fallback {
  /** The same pipeline over files: same name, sink, validators, budget and window. */
  readonly pipeline: Pipeline;
  readonly when: ReadonlySet<FallbackReason>;
  /** How long the DSP must have put us off before `circuit-open` holds. */
  readonly circuitOpenMs: number;
}

/** What every pipeline of a run shares. */
export interface RunTools {
  readonly run: string;
  /** Absolute paths: of what a run leaves behind, and of what is gone when it ends. Neither need exist. */
  readonly folders: { readonly run: string; readonly scratch: string };
  readonly clock: Clock;
  readonly log: Logger;
  readonly audit: Audit;
  readonly state: StateStore;
  readonly lookups: LookupPool;
  readonly onEvent: (event: RunEvent) => void;
  /** Ids of the only reports to read, committed or not; all that are due when absent. */
  readonly again?: ReadonlySet<string>;
  /** Documents of people are read even when their revision was in force before and was superseded. */
  readonly retake?: boolean;
  /** Nothing may outlast the run: no connector is told that a document was taken. */
  readonly dry?: boolean;
}

/** One report on its way: read, map, validate, stage, prove, commit. */
export interface SyncRequest {
  readonly pipeline: Pipeline;
  readonly report: Report;
  readonly tools: RunTools;
  readonly signal: AbortSignal;
}
