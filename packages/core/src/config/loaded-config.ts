import type { SourcesPolicy } from '../contracts/equivalence.ts';
import type { PolicyOverride } from '../contracts/policy.ts';
import type { FallbackReason, Window } from '../contracts/report.ts';
import type { ConfigSource } from './config-source.ts';
import type { PlainMap } from './schema-node.ts';

/** A plugin by name with its config, as written: defaults come with the plugin's schema. */
export interface PluginEntry {
  readonly use: string;
  readonly config: PlainMap;
}

/** When reports of a feed are due, as the operator says. */
export interface DueSettings {
  readonly day?: number;
  readonly afterMonths?: number;
  readonly afterDays?: number;
  readonly hour?: number;
  readonly minute?: number;
  readonly zone?: string;
  readonly graceDays?: number;
  readonly from?: string;
}

/** When a pipeline is run by whoever watches. */
export interface LoadedSchedule {
  readonly cron?: string;
  readonly zone: string;
  readonly everyHours: number;
  readonly jitterMinutes: number;
}

/** What stands in for a pipeline's connector. */
export interface LoadedFallback {
  readonly connector: string;
  /** Its config by account of the pipeline, merged but not yet checked. */
  readonly accounts: Readonly<Record<string, PlainMap>>;
  readonly feeds?: readonly string[];
  readonly when: readonly FallbackReason[];
  readonly circuitOpenHours: number;
}

/** A pipeline with every default in its place. */
export interface LoadedPipeline {
  readonly name: string;
  readonly connector: string;
  /** The connector's config by account, merged but not yet checked. */
  readonly accounts: Readonly<Record<string, PlainMap>>;
  readonly feeds?: readonly string[];
  readonly validators: readonly string[];
  readonly sink: string;
  readonly policy?: PolicyOverride;
  /** ISO days, inclusive; `until` is open when absent. */
  readonly since: Window['from'];
  readonly until?: Window['to'];
  /** By feed. Units: `from` is an ISO date. */
  readonly due?: Readonly<Record<string, DueSettings>>;
  readonly budget: {
    readonly rejectedRows?: number;
    readonly rejectedRatio: number;
    readonly rejectedUnits?: string;
    readonly rejectedUnitsRatio?: number;
    readonly rejectedAmount?: Readonly<Record<string, string>>;
    readonly rejectedAmountRatio?: number;
  };
  readonly schedule: LoadedSchedule;
  readonly fallback?: LoadedFallback;
  readonly sourcesDiffer: SourcesPolicy;
  readonly concurrency: number;
  readonly checkpointRows: number;
}

/** A checked `ledgerline.yaml`. */
export interface LoadedConfig {
  /** Absolute. */
  readonly file: string;
  /** Absolute; what relative paths in the file are relative to. */
  readonly folder: string;
  /** Absolute. */
  readonly state: string;
  /** Absolute. */
  readonly spool: string;
  readonly seed?: number;
  readonly sinks: Readonly<Record<string, PluginEntry>>;
  readonly validators: Readonly<Record<string, PluginEntry>>;
  readonly pipelines: Readonly<Record<string, LoadedPipeline>>;
  /** Where things stand in the file, for later checks. */
  readonly source: ConfigSource;
}
