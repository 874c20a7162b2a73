import type { Connector } from '../contracts/connector.ts';
import type { Sink } from '../contracts/sink.ts';
import type { Validator } from '../contracts/validator.ts';
import { isLedgerlineError } from '../errors/ledgerline-error.ts';
import { describedConnector } from './described-connector.ts';
import type { LoadedConfig, LoadedPipeline } from './loaded-config.ts';
import { didYouMean } from './nearest.ts';
import type { PluginByKind, PluginKind } from './plugin.ts';
import { checkPluginConfig } from './plugin-config.ts';
import { configError, type Problem } from './problem.ts';
import { fallbackFeeds, type ResolvedFallback } from './resolve-fallback.ts';
import { type ResolvePluginOptions, resolvePlugin } from './resolve-plugin.ts';
import type { PlainMap } from './schema-node.ts';
import { sharedReports } from './shared-reports.ts';

/** Every plugin that a configuration names, with its config checked and complete. */
export interface ResolvedPlugins {
  /** By pipeline. */
  readonly connectors: ReadonlyMap<string, Connector>;
  /** By the name under `sinks`. */
  readonly sinks: ReadonlyMap<string, { readonly sink: Sink; readonly config: PlainMap }>;
  /** By pipeline. Order: as in the configuration. */
  readonly validators: ReadonlyMap<string, readonly { readonly validator: Validator; readonly config: PlainMap }[]>;
  /** The connector's config by pipeline and account. */
  readonly configs: ReadonlyMap<string, ReadonlyMap<string, PlainMap>>;
  /** The feeds to ingest by pipeline and account. */
  readonly feeds: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
  /** What stands in for a pipeline's connector, by pipeline; those without a fallback are not in it. */
  readonly fallbacks: ReadonlyMap<string, ResolvedFallback>;
  /** Everything that must never be shown. */
  readonly secrets: readonly string[];
}

export type ResolvePluginsOptions = Omit<ResolvePluginOptions, 'folder'>;

type Find = <Kind extends PluginKind>(
  kind: Kind,
  reference: string,
  path: readonly string[],
) => Promise<PluginByKind[Kind] | undefined>;

/**
 * Loads every plugin that the configuration names and checks its config where it stands in the file.
 *
 * Errors: one ConfigError with every problem; see {@link resolvePlugin} for codes.
 */
export async function resolvePlugins(
  config: LoadedConfig,
  options: ResolvePluginsOptions = {},
): Promise<ResolvedPlugins> {
  const problems: Problem[] = [];
  const secrets = new Set<string>();
  const find: Find = async (kind, reference, path) => {
    try {
      return await resolvePlugin(kind, reference, { ...options, folder: config.folder });
    } catch (error) {
      if (!isLedgerlineError(error)) throw error;
      problems.push(placed(config, { path, message: error.message, code: error.code }));
      return undefined;
    }
  };
  const settle: Settle = (plugin, value, ...paths) => {
    const checked = checkPluginConfig(plugin.config, value, { source: config.source, folder: config.folder, paths });
    problems.push(...checked.problems);
    for (const secret of checked.secrets) secrets.add(secret);
    return checked.value;
  };
  const resolved = {
    connectors: new Map<string, Connector>(),
    sinks: await resolveSinks(config, find, settle),
    validators: new Map<string, { validator: Validator; config: PlainMap }[]>(),
    configs: new Map<string, Map<string, PlainMap>>(),
    feeds: new Map<string, Map<string, readonly string[]>>(),
    fallbacks: new Map<string, ResolvedFallback>(),
  };
  problems.push(...(await badSchedules(config)));
  for (const [name, pipeline] of Object.entries(config.pipelines)) {
    resolved.validators.set(name, await resolveValidators(config, pipeline, find, settle));
    const named = await find('connector', pipeline.connector, ['pipelines', name, 'connector']);
    if (!named) continue;
    const before = problems.length;
    const configs = accountConfigs(pipeline.accounts, ['pipelines', name], named, settle);
    resolved.configs.set(name, configs);
    // Only a config that its schema accepts can describe anything.
    if (named.described && problems.length > before) continue;
    const { connector, problem } = describedConnector(named, pipeline, configs);
    if (problem) problems.push(placed(config, problem));
    resolved.connectors.set(name, connector);
    const found = feedsByAccount(pipeline, connector, configs);
    resolved.feeds.set(name, found.feeds);
    problems.push(...found.problems.map((problem) => placed(config, problem)));
    const { fallback } = pipeline;
    const base = ['pipelines', name, 'fallback'];
    const standIn = fallback && (await find('connector', fallback.connector, [...base, 'connector']));
    if (!fallback || !standIn) continue;
    const files = { connector: standIn, configs: accountConfigs(fallback.accounts, base, standIn, settle) };
    const standing = fallbackFeeds(pipeline, fallback, { connector, configs, feeds: found.feeds }, files);
    resolved.fallbacks.set(name, { ...files, feeds: standing.feeds });
    problems.push(...standing.problems.map((problem) => placed(config, problem)));
  }
  // Only a config that its schema accepts can be asked for a place.
  if (problems.length === 0)
    problems.push(
      ...sharedReports(Object.values(config.pipelines), resolved).map((problem) => placed(config, problem)),
    );
  if (problems.length > 0) throw configError(config.source.file, problems);
  return Object.freeze({ ...resolved, secrets: [...secrets] });
}

type Settle = (plugin: PluginByKind[PluginKind], value: PlainMap, ...paths: (readonly string[])[]) => PlainMap;

function placed(config: LoadedConfig, problem: Problem): Problem {
  const position = config.source.locate(problem.path, problem.about);
  return position ? { ...problem, position } : problem;
}

/** Schedules that never come round. */
async function badSchedules(config: LoadedConfig): Promise<Problem[]> {
  const scheduled = Object.values(config.pipelines).filter(({ schedule }) => schedule.cron !== undefined);
  if (scheduled.length === 0) return [];
  // Few configurations have one, and commands start sooner without the library.
  const { parseCron } = await import('../time/cron.ts');
  return scheduled.flatMap(({ name, schedule: { cron = '', zone } }) => {
    if (parseCron(cron, zone)) return [];
    const message = `"${cron}" in the zone ${zone} is no schedule; write minute, hour, day, month and weekday, as in "15 6 * * *"`;
    return [placed(config, { path: ['pipelines', name, 'schedule', 'cron'], message })];
  });
}

async function resolveSinks(config: LoadedConfig, find: Find, settle: Settle) {
  const sinks = new Map<string, { sink: Sink; config: PlainMap }>();
  for (const [name, entry] of Object.entries(config.sinks)) {
    const sink = await find('sink', entry.use, ['sinks', name, 'use']);
    if (sink) sinks.set(name, { sink, config: settle(sink, entry.config, ['sinks', name]) });
  }
  return sinks;
}

async function resolveValidators(config: LoadedConfig, pipeline: LoadedPipeline, find: Find, settle: Settle) {
  const validators: { validator: Validator; config: PlainMap }[] = [];
  for (const [index, name] of pipeline.validators.entries()) {
    const entry = Object.hasOwn(config.validators, name) ? config.validators[name] : undefined;
    const path = entry ? ['validators', name] : ['pipelines', pipeline.name, 'validators', String(index)];
    const validator = await find('validator', entry?.use ?? name, entry ? [...path, 'use'] : path);
    if (validator) validators.push({ validator, config: settle(validator, entry?.config ?? {}, path) });
  }
  return validators;
}

function accountConfigs(
  accounts: LoadedPipeline['accounts'],
  base: readonly string[],
  connector: Connector,
  settle: Settle,
): Map<string, PlainMap> {
  return new Map(
    Object.entries(accounts).map(([account, value]) => [
      account,
      settle(connector, value, [...base, 'accounts', account], [...base, 'config']),
    ]),
  );
}

function feedsByAccount(pipeline: LoadedPipeline, connector: Connector, configs: ReadonlyMap<string, PlainMap>) {
  const base = ['pipelines', pipeline.name];
  const known = Object.keys(connector.feeds);
  const problems: Problem[] = [];
  for (const [index, feed] of (pipeline.feeds ?? []).entries()) {
    if (known.includes(feed)) continue;
    const message = `the connector has no such feed${didYouMean(feed, known) || `; it has ${known.join(', ')}`}`;
    problems.push({ path: [...base, 'feeds', String(index)], message });
  }
  for (const [feed, rule] of Object.entries(pipeline.due ?? {})) {
    const path = [...base, 'due', feed];
    const meant = connector.feeds[feed];
    if (!meant)
      problems.push({
        path,
        message: `the connector has no such feed${didYouMean(feed, known) || `; it has ${known.join(', ')}`}`,
      });
    else if (!meant.available && !meant.availableFor && rule.day === undefined && rule.afterDays === undefined)
      problems.push({ path, message: 'nobody knows when it is due, so `day` or `afterDays` must be there' });
  }
  const feeds = new Map<string, readonly string[]>();
  for (const [account, config] of configs) {
    const lacks = (feed: string) => (connector.feeds[feed]?.requires ?? []).filter((key) => config[key] === undefined);
    for (const [index, feed] of (pipeline.feeds ?? []).entries()) {
      const [lacking] = lacks(feed);
      if (lacking === undefined) continue;
      const message = `the feed ${feed} needs \`config.${lacking}\`, which ${account} does not have`;
      problems.push({ path: [...base, 'feeds', String(index)], message });
    }
    const usable = (pipeline.feeds ?? known).filter((feed) => known.includes(feed) && lacks(feed).length === 0);
    if (!pipeline.feeds && usable.length === 0) {
      const needs = known.map((feed) => `${feed} (${lacks(feed).join(', ')})`).join(', ');
      problems.push({ path: base, message: `the config of ${account} suffices for no feed; needed are ${needs}` });
    }
    feeds.set(account, usable);
  }
  return { feeds, problems };
}
