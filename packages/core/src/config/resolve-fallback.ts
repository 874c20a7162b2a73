import type { Connector } from '../contracts/connector.ts';
import { feedIdentity } from '../contracts/feed-identity.ts';
import type { LoadedFallback, LoadedPipeline } from './loaded-config.ts';
import { didYouMean } from './nearest.ts';
import type { Problem } from './problem.ts';
import type { PlainMap } from './schema-node.ts';

/** What stands in for a pipeline's connector, with its config checked; by account. */
export interface ResolvedFallback {
  readonly connector: Connector;
  readonly configs: ReadonlyMap<string, PlainMap>;
  /** Feeds whose reports are those of the pipeline. */
  readonly feeds: ReadonlyMap<string, readonly string[]>;
}

/** The pipeline itself, as far as it is resolved. */
export interface StoodFor {
  readonly connector: Connector;
  readonly configs: ReadonlyMap<string, PlainMap>;
  readonly feeds: ReadonlyMap<string, readonly string[]>;
}

/** Finds the feeds of files that stand for feeds of the pipeline: same DSP and feed, money where there is money. */
export function fallbackFeeds(
  { name }: Pick<LoadedPipeline, 'name'>,
  { feeds: named }: Pick<LoadedFallback, 'feeds'>,
  stoodFor: StoodFor,
  { connector, configs }: Pick<ResolvedFallback, 'connector' | 'configs'>,
): { readonly feeds: ReadonlyMap<string, readonly string[]>; readonly problems: readonly Problem[] } {
  const path = ['pipelines', name, 'fallback'];
  const problems: Problem[] = [];
  const known = Object.keys(connector.feeds);
  if (connector.provenance !== 'file')
    problems.push({
      path: [...path, 'connector'],
      message: `${connector.name} reads no files of people, so it cannot stand in for a DSP`,
    });
  for (const [index, feed] of (named ?? []).entries())
    if (!known.includes(feed)) {
      const message = `the connector has no such feed${didYouMean(feed, known) || `; it has ${known.join(', ')}`}`;
      problems.push({ path: [...path, 'feeds', String(index)], message });
    }
  const feeds = new Map<string, readonly string[]>();
  for (const [account, config] of configs) {
    const wanted = reportsOf(stoodFor, account);
    const able = (named ?? known).filter((feed) => {
      const lacks = (connector.feeds[feed]?.requires ?? []).some((key) => config[key] === undefined);
      return known.includes(feed) && !lacks && wanted.has(reportKey(connector, feed, config));
    });
    feeds.set(account, able);
    if (able.length > 0 || problems.length > 0) continue;
    const names = [...wanted].map((key) => key.slice(0, key.indexOf(' '))).join(', ');
    const message = `no kind of file stands for ${names} of ${account}; name the feed, or say \`as: ${names.split(', ')[0]}\` in its config`;
    problems.push({ path, message });
  }
  return { feeds, problems };
}

function reportsOf({ connector, configs, feeds }: StoodFor, account: string): ReadonlySet<string> {
  const config = configs.get(account) ?? {};
  return new Set((feeds.get(account) ?? []).map((feed) => reportKey(connector, feed, config)));
}

function reportKey(connector: Connector, name: string, config: PlainMap): string {
  const { dsp, feed } = feedIdentity(connector, name, config);
  return `${dsp}/${feed} ${connector.feeds[name]?.money === true}`;
}
