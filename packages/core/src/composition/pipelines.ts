import type { LoadedConfig, LoadedPipeline } from '../config/loaded-config.ts';
import type { ResolvedPlugins } from '../config/resolve-plugins.ts';
import type { PolicyConfig, PolicyEngine } from '../contracts/policy.ts';
import type { OpenSink } from '../contracts/sink.ts';
import type { SharedTables } from '../contracts/state.ts';
import type { Validator, ValidatorContext } from '../contracts/validator.ts';
import { ConfigError } from '../errors/leaves.ts';
import type { Pipeline, RunTools } from '../pipeline/pipeline.ts';
import { mergePolicy } from '../policy/merge-policy.ts';
import { tracedEngine } from '../telemetry/traced-engine.ts';
import { createContexts } from './contexts.ts';
import { expectationsOf } from './expectations.ts';
import type { WaitTeller } from './wait-teller.ts';

/** Rows of one batch; part of what makes output reproducible. Source: data-path measurements, best between 1 024 and 8 192. */
const batchRows = 4096;

const hourMs = 3_600_000;

const phases = ['normalise', 'judge', 'observe'];

export interface PipelineParts {
  readonly config: LoadedConfig;
  readonly plugins: ResolvedPlugins;
  readonly sinks: ReadonlyMap<string, OpenSink>;
  readonly engine: PolicyEngine;
  readonly waits: WaitTeller;
  readonly tools: RunTools;
  readonly fetch: typeof globalThis.fetch | undefined;
}

/** Assembles the named pipelines (all when none are named). */
export function buildPipelines(parts: PipelineParts, names?: readonly string[]): readonly Pipeline[] {
  const { pipelines } = parts.config;
  return (names ?? Object.keys(pipelines)).map((name) => {
    const loaded = pipelines[name];
    if (!loaded)
      throw new ConfigError(
        `There is no pipeline "${name}" in ${parts.config.file}; it has ${Object.keys(pipelines).join(', ')}.`,
        {
          code: 'PIPELINE_UNKNOWN',
        },
      );
    return buildPipeline(loaded, parts);
  });
}

function buildPipeline(
  loaded: LoadedPipeline,
  { config, plugins, sinks, engine, waits, tools, fetch }: PipelineParts,
): Pipeline {
  const { name } = loaded;
  const connector = plugins.connectors.get(name);
  const configs = plugins.configs.get(name);
  const sink = sinks.get(loaded.sink);
  if (!connector || !configs || !sink) throw new Error(`pipeline ${name} was not resolved before it was built`);
  const { timeout } = mergePolicy(connector.policy.policy, loaded.policy ?? {});
  const validators = [...(plugins.validators.get(name) ?? [])]
    .sort((left, right) => phaseOf(left.validator) - phaseOf(right.validator))
    .map(({ validator, config: settings }) => ({
      name: validator.name,
      settings: [validator.version, settings],
      prepare: onceFor((tables) => validator.prepare?.(settings, { tables })),
      open: (context: ValidatorContext) => validator.open(settings, context),
    }));
  const common = {
    pipeline: name,
    engine: tracedEngine(waits.engineOf(name, engine)),
    tools,
    spoolFolder: config.spool,
    fetch,
  };
  const pipeline = {
    name,
    connector,
    configs,
    feeds: plugins.feeds.get(name) ?? new Map(),
    validators,
    sink,
    window: { from: loaded.since, to: loaded.until ?? today(tools) },
    budget: loaded.budget,
    sourcesDiffer: loaded.sourcesDiffer,
    expectation: expectationsOf(loaded, plugins),
    concurrency: loaded.concurrency,
    checkpointRows: loaded.checkpointRows,
    batchRows,
    contextFor: createContexts({ ...common, connector, configs, timeouts: timeout }),
  };
  const files = plugins.fallbacks.get(name);
  if (!files || !loaded.fallback) return pipeline;
  const { when, circuitOpenHours } = loaded.fallback;
  const timeouts = mergePolicy(files.connector.policy.policy, {}).timeout;
  const expectation = () => undefined;
  const standIn = { ...pipeline, ...files, expectation, contextFor: createContexts({ ...common, ...files, timeouts }) };
  const fallback = { pipeline: standIn, when: new Set(when), circuitOpenMs: circuitOpenHours * hourMs };
  return { ...pipeline, fallback };
}

/** What is prepared once serves every report of the run. */
function onceFor(prepare: (tables: SharedTables) => Promise<string | undefined> | undefined) {
  let prepared: Promise<string | undefined> | undefined;
  return (tables: SharedTables): Promise<string | undefined> => {
    prepared ??= Promise.resolve(prepare(tables));
    return prepared;
  };
}

function phaseOf(validator: Validator): number {
  return phases.indexOf(validator.phase ?? 'judge');
}

function today({ clock }: RunTools): string {
  return new Date(clock.wall()).toISOString().slice(0, 10);
}

/** The policy of each DSP: its connector's profile under what the pipelines say, which must be one thing per DSP. */
export function policiesByDsp(config: LoadedConfig, plugins: ResolvedPlugins): ReadonlyMap<string, PolicyConfig> {
  const chosen = new Map<string, { readonly pipeline: string; readonly text: string }>();
  const policies = new Map<string, PolicyConfig>();
  for (const [name, loaded] of Object.entries(config.pipelines)) {
    const connector = plugins.connectors.get(name);
    if (!connector) continue;
    const text = JSON.stringify(loaded.policy ?? {});
    const other = chosen.get(connector.dsp);
    if (other && other.text !== text)
      throw new ConfigError(
        `Pipelines ${other.pipeline} and ${name} both talk to ${connector.dsp} but name different policies; a DSP counts all its callers together, so give both the same.`,
        { code: 'POLICY_CONFLICT' },
      );
    chosen.set(connector.dsp, { pipeline: name, text });
    policies.set(connector.dsp, mergePolicy(connector.policy.policy, loaded.policy ?? {}));
  }
  for (const { connector } of plugins.fallbacks.values())
    if (!policies.has(connector.dsp)) policies.set(connector.dsp, mergePolicy(connector.policy.policy, {}));
  return policies;
}
