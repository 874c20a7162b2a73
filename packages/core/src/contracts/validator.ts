import type { Static, TObject } from 'typebox';
import type { ItemBatch } from './batch.ts';
import type { JsonValue } from './json.ts';
import type { ItemField } from './line-item.ts';
import type { Logger } from './logger.ts';
import type { Report } from './report.ts';
import type { SharedTables, StateStore } from './state.ts';

export type Severity = 'info' | 'warning' | 'error';

/** Something noticed that is not a rejected row; kept in the manifest, counted by code. */
export interface Finding {
  /** Stable where the finding can be explained and accepted on its own. */
  readonly id?: string;
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly field?: ItemField;
  /** How often it was noticed in this report. */
  readonly count: number;
  /** The first place, for people: `line 17`. */
  readonly firstPlace?: string;
}

/** The columns of a document, in its order; `unmapped` are those that the feed neither maps nor ignores. */
export interface DocumentColumns {
  readonly header: readonly string[];
  readonly unmapped: readonly string[];
}

/** How a validator speaks about rows. */
export interface Judge {
  /** The row becomes a dead letter; the first rejection of a row stands. */
  reject(index: number, code: string, field: ItemField | undefined, message: string): void;
  /** Something worth knowing about a row that stays. `message` describes the kind, not the row, so that counts add up. */
  flag(index: number, code: string, field: ItemField | undefined, message: string): void;
}

export interface PrepareContext {
  readonly tables: SharedTables;
}

export interface ValidatorContext {
  readonly report: Report;
  /** The name of the pipeline; a host without pipelines leaves it out. */
  readonly pipeline?: string;
  readonly money: boolean;
  readonly log: Logger;
  readonly state: StateStore;
  /** Tables of reference data on disk; a host without them leaves them out. */
  readonly tables?: SharedTables;
  /**
   * The rows are dead letters taken up again, not a document: rules over a document as a whole (volume, what is absent) have nothing to
   * say, and `commit` is not called.
   */
  readonly replay?: boolean;
  /** The last checkpoint's snapshot, when the sync resumes. */
  readonly resumed?: JsonValue;
}

/**
 * A validator at work on one sync.
 *
 * `check` is called once per batch, in order, never overlapping, and must be synchronous. `finish` is called once after the last batch;
 * a finding of severity `error` stops the commit (verdict `held`). `commit` is called after the manifest is published: baselines learn there.
 */
export interface ValidatorSession {
  check(batch: ItemBatch, judge: Judge): void;
  finish?(): readonly Finding[] | Promise<readonly Finding[]>;
  /** Told once, before `finish`. What there is to say about columns is then this validator's to say, unmapped ones included. */
  columns?(columns: DocumentColumns): void;
  /** What it has learned of this document so far; given back to `open` when the sync resumes at that checkpoint. */
  snapshot?(): JsonValue;
  commit?(): Promise<void>;
}

export interface Validator<Schema extends TObject = TObject, Config = Static<Schema>> {
  readonly kind: 'validator';
  readonly name: string;
  readonly version: string;
  readonly summary: string;
  readonly config: Schema;
  /** The fields it looks at; only these need to be there for it. */
  readonly fields: readonly ItemField[];
  /** When it has its say: normalisers before judges, observers (drift, totals) last. @default 'judge' */
  readonly phase?: 'normalise' | 'judge' | 'observe';
  /**
   * Reads what it judges by besides its config, so that a file that is wrong ends the pipeline before anything is read.
   *
   * Called once per run, before the first report. Shape: the answer is a text that changes whenever that does (sizes and times of files):
   * staged rows that were judged by something else are not gone on with.
   */
  prepare?(config: Config, context: PrepareContext): Promise<string | undefined>;
  open(config: Config, context: ValidatorContext): ValidatorSession | Promise<ValidatorSession>;
}
