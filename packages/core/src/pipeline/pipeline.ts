import type { TObject } from 'typebox';
import type { Audit } from '../contracts/audit.ts';
import type { Connector, ConnectorContext } from '../contracts/connector.ts';
import type { RunEvent } from '../contracts/events.ts';
import type { Logger } from '../contracts/logger.ts';
import type { Window } from '../contracts/report.ts';
import type { OpenSink } from '../contracts/sink.ts';
import type { StateStore } from '../contracts/state.ts';
import type { Validator } from '../contracts/validator.ts';
import type { Clock } from '../time/clock.ts';
import type { LookupPool } from './lookup-pool.ts';

/** How much may be rejected before a report is held for a person. Units: rows, and a share of rows read in [0, 1]. */
export interface RejectBudget {
  readonly rejectedRows?: number;
  readonly rejectedRatio?: number;
}

/** A connector as this pipeline uses it; its config type stays its own business. */
export type AnyConnector = Connector<TObject, never>;

/** One pipeline of the config, assembled: everything it needs, nothing it has to look up. */
export interface Pipeline {
  readonly name: string;
  readonly connector: AnyConnector;
  readonly accounts: readonly string[];
  readonly feeds: readonly string[];
  readonly validators: readonly { readonly validator: Validator<TObject, never>; readonly config: never }[];
  readonly sink: OpenSink;
  readonly window: Window;
  readonly budget: RejectBudget;
  /** Reports at once. */
  readonly concurrency: number;
  readonly checkpointRows: number;
  readonly batchRows: number;
  /** Makes the context of one listing or one sync; `close` releases its connections and spool files. */
  contextFor(account: string, sync: string, signal: AbortSignal): OpenContext;
}

export interface OpenContext {
  readonly context: ConnectorContext<never>;
  close(): Promise<void>;
}

/** What every pipeline of a run shares. */
export interface RunTools {
  readonly run: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly audit: Audit;
  readonly state: StateStore;
  readonly lookups: LookupPool;
  readonly onEvent: (event: RunEvent) => void;
}
