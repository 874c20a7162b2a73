import type { InjectionToken } from 'tsyringe';
import type { Audit } from '../contracts/audit.ts';
import type { RunEvent } from '../contracts/events.ts';
import type { Logger } from '../contracts/logger.ts';
import type { PolicyEngine } from '../contracts/policy.ts';
import type { OpenSink } from '../contracts/sink.ts';
import type { StateStore } from '../contracts/state.ts';
import type { RunCount } from '../figures/run-figures.ts';
import type { LookupPool } from '../pipeline/lookup-pool.ts';
import type { Pipeline, RunTools } from '../pipeline/pipeline.ts';
import type { PolicyFigures } from '../policy/policy-figures.ts';
import type { Rng } from '../random/rng.ts';
import type { Clock } from '../time/clock.ts';
import type { RunLog } from './log-run.ts';
import type { WaitTeller } from './wait-teller.ts';

/** A typed token; the annotation keeps resolution typed, see tsyringe's InjectionToken. */
const token = <T>(name: string): InjectionToken<T> => Symbol.for(`@ledgerline/core:${name}`);

/** An audit stream that must be closed. */
export type RunAudit = Audit & { close(): Promise<void> };

export const CLOCK = token<Clock>('clock');
export const LOG = token<Logger>('log');
export const STATE = token<StateStore>('state');
export const SINKS = token<ReadonlyMap<string, OpenSink>>('sinks');
export const FETCH = token<typeof globalThis.fetch | undefined>('fetch');

export const RUN = token<string>('run');
export const RNG = token<Rng>('rng');
export const ON_EVENT = token<(event: RunEvent) => void>('on-event');
export const AUDIT = token<RunAudit>('audit');
export const LOOKUPS = token<LookupPool>('lookups');
export const ENGINE = token<PolicyEngine>('policy-engine');
export const WAITS = token<WaitTeller>('wait-teller');
export const FIGURES = token<PolicyFigures>('policy-figures');
export const RUN_LOG = token<RunLog>('run-log');
export const COUNT = token<RunCount>('run-count');
export const TOOLS = token<RunTools>('run-tools');
export const PIPELINES = token<readonly Pipeline[]>('pipelines');
