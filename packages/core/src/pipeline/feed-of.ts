import type { Feed, FeedMapping } from '../contracts/connector.ts';
import { feedIdentity } from '../contracts/feed-identity.ts';
import type { Report, ReportKey } from '../contracts/report.ts';
import type { AnyConfig, Pipeline } from './pipeline.ts';
import type { PlanScope } from './plan.ts';

type Feeds = Pick<Pipeline, 'connector' | 'configs' | 'feeds'>;

/** The part of a report's key that reports of a feed of an account share. */
export function scopeOf({ connector, configs }: Feeds, account: string, name: string): PlanScope {
  return { ...feedIdentity(connector, name, configs.get(account) ?? {}), account };
}

/** The name of the pipeline's feed that reports like this one come from; undefined when it has none. */
export function feedNameOf(
  pipeline: Feeds,
  { dsp, account, feed }: Pick<ReportKey, 'dsp' | 'account' | 'feed'>,
): string | undefined {
  return pipeline.feeds.get(account)?.find((name) => {
    const scope = scopeOf(pipeline, account, name);
    return scope.dsp === dsp && scope.feed === feed;
  });
}

/** A feed by its name; a connector that lost it is a bug. */
export function feedNamed({ connector }: Pick<Pipeline, 'connector'>, name: string): Feed<AnyConfig> {
  const feed = connector.feeds[name];
  if (!feed) throw new Error(`${connector.name} has no feed ${name}`);
  return feed;
}

/** The feed of a report. */
export function feedOf(pipeline: Feeds, report: Pick<ReportKey, 'dsp' | 'account' | 'feed'>): Feed<AnyConfig> {
  return feedNamed(pipeline, feedNameOf(pipeline, report) ?? report.feed);
}

/** How rows of a report are mapped: by what its feed says of this document, else of all. */
export function mappingOf(pipeline: Feeds, report: Report): FeedMapping {
  const feed = feedOf(pipeline, report);
  return feed.mappingFor?.(pipeline.configs.get(report.account) ?? {}, report) ?? feed;
}
