import { chosenPreset, type FileConfig, type Preset, portalPresets } from '@ledgerline/connector-file';
import { ConfigError } from '@ledgerline/core';
import { feedIdentity, type LoadedPipeline } from '@ledgerline/core/runtime';
import type { Project } from './project.ts';

/** What the command line says about an import. */
export interface ImportWords {
  readonly as?: string;
  readonly account?: string;
  readonly pipeline?: string;
  readonly preset?: string;
}

/** Where an import goes: the pipeline whose validators, budget and sink apply, and the feed that reads the files. */
export interface ImportTarget {
  readonly pipeline: LoadedPipeline;
  readonly account: string;
  /** The feed of the connector `file`. */
  readonly feed: string;
  readonly preset: Preset;
  /** Settings of the pipeline that apply when it takes files itself. */
  readonly config: Partial<FileConfig>;
}

interface Taking {
  readonly pipeline: LoadedPipeline;
  readonly account: string;
  readonly feed: string;
  readonly money: boolean;
}

function fail(message: string, code = 'IMPORT_UNCLEAR'): ConfigError {
  return new ConfigError(message, { code });
}

/** Finds pipeline, account and feed. Errors: ConfigErrors `IMPORT_UNCLEAR`, `PIPELINE_UNKNOWN` that name what there is. */
export function importTarget(project: Project, words: ImportWords): ImportTarget {
  const { as } = words;
  if (as === undefined || !/^[^/\s]+\/[^/\s]+$/.test(as))
    throw fail('Say whose report the file is: --as DSP/feed, as in --as spotify/sales.');
  const all = takings(project, as);
  const named = words.pipeline === undefined ? undefined : pipelineNamed(project, words.pipeline);
  const fitting = all.filter(
    ({ pipeline, account }) =>
      (named === undefined || pipeline.name === named.name) &&
      (words.account === undefined || account === words.account),
  );
  const [taking, second] = fitting;
  if (taking !== undefined && second !== undefined && !isSame(fitting))
    throw fail(
      `${as} is taken ${fitting.map(({ pipeline, account }) => `by ${pipeline.name} for ${account}`).join(', ')}; choose with --pipeline and --account.`,
    );
  const pipeline = named ?? taking?.pipeline;
  if (pipeline === undefined)
    throw fail(
      `No pipeline takes ${as}${words.account === undefined ? '' : ` for ${words.account}`}, so nothing says which validators, budget and sink apply. Name one with --pipeline: ${Object.keys(project.config.pipelines).join(', ')}.`,
    );
  const account = words.account ?? taking?.account ?? onlyAccount(pipeline);
  return { pipeline, account, ...feedFor(project, pipeline, account, as, words.preset, taking?.money ?? true) };
}

/** Feeds of the configuration whose reports the file would be one of. */
function takings({ config, plugins }: Project, as: string): Taking[] {
  return Object.values(config.pipelines).flatMap((pipeline) => {
    const connector = plugins.connectors.get(pipeline.name);
    if (!connector) return [];
    return [...(plugins.feeds.get(pipeline.name) ?? [])].flatMap(([account, feeds]) =>
      feeds.flatMap((feed): Taking[] => {
        const identity = feedIdentity(connector, feed, plugins.configs.get(pipeline.name)?.get(account) ?? {});
        const money = connector.feeds[feed]?.money ?? true;
        return `${identity.dsp}/${identity.feed}` === as ? [{ pipeline, account, feed, money }] : [];
      }),
    );
  });
}

/** Several pipelines of one account with one sink and the same rules are as good as one; the first stands. */
function isSame(takings: readonly Taking[]): boolean {
  const keys = takings.map(({ pipeline: { sink, validators, budget }, account }) =>
    JSON.stringify([sink, validators, budget, account]),
  );
  return new Set(keys).size === 1;
}

function pipelineNamed({ config }: Project, name: string): LoadedPipeline {
  const pipeline = config.pipelines[name];
  if (pipeline) return pipeline;
  throw fail(
    `There is no pipeline "${name}"; there are ${Object.keys(config.pipelines).join(', ')}.`,
    'PIPELINE_UNKNOWN',
  );
}

function onlyAccount({ name, accounts }: LoadedPipeline): string {
  const [only, second] = Object.keys(accounts);
  if (only !== undefined && second === undefined) return only;
  throw fail(`${name} has several accounts; choose with --account: ${Object.keys(accounts).join(', ')}.`);
}

function feedFor(
  { plugins }: Project,
  pipeline: LoadedPipeline,
  account: string,
  as: string,
  presetName: string | undefined,
  money: boolean,
): Pick<ImportTarget, 'feed' | 'preset' | 'config'> {
  const isFile = plugins.connectors.get(pipeline.name)?.name === 'file';
  const own: Partial<FileConfig> = isFile ? { ...plugins.configs.get(pipeline.name)?.get(account) } : {};
  const portal = portalPresets.find(({ name }) => name === (presetName ?? as));
  if (portal && (portal.name === as || presetName === portal.name)) {
    if (portal.name === as) return { feed: as, preset: portal, config: own };
  }
  const named: Partial<FileConfig> = { ...own, as };
  const { columns: _columns, preset: _preset, ...withoutMapping } = named;
  const chosen: Partial<FileConfig> = presetName === undefined ? named : { ...withoutMapping, preset: presetName };
  if (presetName === undefined && own.columns === undefined && own.preset === undefined)
    throw fail(
      `${as} has no portal export that is known, so say what kind of file it is: --preset ledgerline/standard, or name a pipeline whose \`columns\` map it.`,
    );
  const feed = money ? 'royalties' : 'usage';
  return { feed, preset: chosenPreset(fileConfig(chosen), money), config: chosen };
}

/** A whole configuration of the connector, as its schema would complete it. */
export function fileConfig(given: Partial<FileConfig>): FileConfig {
  const nowhere = { kind: 'directory', path: '/' } as const;
  return { drop: nowhere, prefix: '', facts: {}, dialect: {}, ...given, after: 'leave' };
}
