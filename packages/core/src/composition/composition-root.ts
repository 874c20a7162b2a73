// The polyfill must load before tsyringe: keep this import alone and first, whatever a sorter says.
import 'reflect-metadata';

import { dirname, join } from 'node:path';
import { type DependencyContainer, instancePerContainerCachingFactory, container as tsyringe } from 'tsyringe';
import { createAuditLog } from '../audit/audit-log.ts';
import type { Connector } from '../contracts/connector.ts';
import type { RunEvent } from '../contracts/events.ts';
import type { OpenSink } from '../contracts/sink.ts';
import { RunCount } from '../figures/run-figures.ts';
import { LookupPool } from '../pipeline/lookup-pool.ts';
import { createPolicyEngine } from '../policy/engine.ts';
import { PolicyFigures } from '../policy/policy-figures.ts';
import { createRng } from '../random/rng.ts';
import { createLookupTables } from '../state/lookup-tables.ts';
import { openOnUse } from '../state/open-on-use.ts';
import { openSqliteState } from '../state/sqlite-state.ts';
import { createSilentLogger } from '../telemetry/logger.ts';
import { redactSecrets } from '../telemetry/redact-secrets.ts';
import { createSystemClock } from '../time/system-clock.ts';
import type { LedgerlineOptions } from './ledgerline.ts';
import { RunLog } from './log-run.ts';
import { buildPipelines, policiesByDsp } from './pipelines.ts';
import {
  AUDIT,
  CLOCK,
  COUNT,
  ENGINE,
  FETCH,
  FIGURES,
  LOG,
  LOOKUPS,
  ON_EVENT,
  PIPELINES,
  RNG,
  RUN,
  RUN_LOG,
  SINKS,
  STATE,
  TOOLS,
  WAITS,
} from './tokens.ts';
import { WaitTeller } from './wait-teller.ts';

const once = instancePerContainerCachingFactory;

/** What lives as long as a Ledgerline: clock, log, state. Nothing is opened before it is asked for. */
export function createRoot(options: LedgerlineOptions): DependencyContainer {
  // A child of tsyringe's own root, which itself stays empty: two Ledgerlines in a process share nothing.
  const root = tsyringe.createChildContainer();
  root.register(CLOCK, { useFactory: once(() => options.clock ?? createSystemClock()) });
  root.register(LOG, { useFactory: once(() => options.log ?? createSilentLogger()) });
  root.register(STATE, { useFactory: once(() => openOnUse(() => openSqliteState(options.config.state))) });
  root.register(FETCH, { useFactory: once(() => options.fetch) });
  return root;
}

export interface RunParts {
  readonly run: string;
  readonly sinks: ReadonlyMap<string, OpenSink>;
  readonly onEvent: (event: RunEvent) => void;
  /** Pipelines to build; all when absent. */
  readonly pipelines?: readonly string[];
  /** Ids of the only reports to read. */
  readonly again?: readonly string[];
  readonly retake?: boolean;
}

/** What lives as long as one run: its audit stream, its policy engine, its pipelines. */
export function createRunScope(
  root: DependencyContainer,
  { config, plugins }: LedgerlineOptions,
  parts: RunParts,
): DependencyContainer {
  const scope = root.createChildContainer();
  const folder = join(dirname(config.state), 'runs', parts.run);
  scope.register(RUN, { useValue: parts.run });
  scope.register(SINKS, { useValue: parts.sinks });
  scope.register(RUN_LOG, { useFactory: once((c) => new RunLog(c.resolve(LOG).child({ run: parts.run }))) });
  scope.register(ON_EVENT, {
    useFactory: once((c) => {
      const log = c.resolve(RUN_LOG);
      return (event) => {
        log.take(event);
        parts.onEvent(event);
      };
    }),
  });
  scope.register(RNG, { useFactory: once(() => createRng(config.seed ?? parts.run)) });
  scope.register(COUNT, { useFactory: once(() => new RunCount()) });
  scope.register(AUDIT, {
    useFactory: once((c) => {
      const count = c.resolve(COUNT);
      return createAuditLog({
        file: join(folder, 'audit.ndjson'),
        clock: c.resolve(CLOCK),
        clean: redactSecrets(plugins.secrets),
        onRecord: (entry) => count.take(entry),
      });
    }),
  });
  scope.register(LOOKUPS, {
    useFactory: once(() => new LookupPool(createLookupTables({ folder: join(config.spool, 'lookups', parts.run) }))),
  });
  scope.register(WAITS, { useFactory: once(() => new WaitTeller(parts.run, parts.onEvent)) });
  scope.register(FIGURES, { useFactory: once(() => new PolicyFigures()) });
  scope.register(ENGINE, {
    useFactory: once((c) => {
      const audit = c.resolve(AUDIT);
      const figures = c.resolve(FIGURES);
      const waits = c.resolve(WAITS);
      const log = c.resolve(RUN_LOG);
      return createPolicyEngine({
        config: policiesByDsp(config, plugins),
        profiles: new Map(connectorsOf(plugins).map(({ dsp, policy }) => [dsp, policy])),
        clock: c.resolve(CLOCK),
        rng: c.resolve(RNG),
        state: c.resolve(STATE),
        sink: (record) => {
          audit.append('policy', record);
          figures.take(record);
          waits.take(record);
          log.decision(record);
        },
        run: parts.run,
      });
    }),
  });
  scope.register(TOOLS, {
    useFactory: once((c) => ({
      run: c.resolve(RUN),
      folders: { run: folder, scratch: join(config.spool, 'scratch', parts.run) },
      clock: c.resolve(CLOCK),
      log: c.resolve(LOG).child({ run: parts.run }),
      audit: c.resolve(AUDIT),
      state: c.resolve(STATE),
      lookups: c.resolve(LOOKUPS),
      onEvent: c.resolve(ON_EVENT),
      ...(parts.again ? { again: new Set(parts.again) } : {}),
      ...(parts.retake ? { retake: true } : {}),
    })),
  });
  scope.register(PIPELINES, {
    useFactory: once((c) =>
      buildPipelines(
        {
          config,
          plugins,
          sinks: c.resolve(SINKS),
          engine: c.resolve(ENGINE),
          waits: c.resolve(WAITS),
          tools: c.resolve(TOOLS),
          fetch: c.resolve(FETCH),
        },
        parts.pipelines,
      ),
    ),
  });
  return scope;
}

/** Whoever may ask for anything. */
function connectorsOf({ connectors, fallbacks }: LedgerlineOptions['plugins']): readonly Connector[] {
  return [...[...fallbacks.values()].map(({ connector }) => connector), ...connectors.values()];
}

export { AUDIT, CLOCK, COUNT, ENGINE, FIGURES, LOG, LOOKUPS, ON_EVENT, PIPELINES, RUN_LOG, STATE, TOOLS };
