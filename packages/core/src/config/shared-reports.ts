import type { Connector } from '../contracts/connector.ts';
import { feedIdentity } from '../contracts/feed-identity.ts';
import type { LoadedPipeline } from './loaded-config.ts';
import type { Problem } from './problem.ts';
import type { ResolvedFallback } from './resolve-fallback.ts';
import type { PlainMap } from './schema-node.ts';

/** One feed of one account of one pipeline: the unit that reports are counted by. */
interface Intake {
  readonly pipeline: LoadedPipeline;
  readonly account: string;
  readonly feed: string;
  readonly connector: Connector;
  /** Whose reports they are; a feed and the files that stand in for it are meant to meet in one sink. */
  readonly dsp: string;
  readonly as: string;
  /** Where its documents lie; undefined when the account decides. */
  readonly place: string | undefined;
  /** What people call it. */
  readonly label: string;
  readonly path: readonly string[];
}

/** What of a resolved configuration tells which reports are taken. */
export interface Intakes {
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly configs: ReadonlyMap<string, ReadonlyMap<string, PlainMap>>;
  readonly feeds: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
  readonly fallbacks?: ReadonlyMap<string, ResolvedFallback>;
}

/**
 * Finds what would count rows twice, or take them back at every run: the same reports in two pipelines, the same documents for two accounts.
 *
 * A place is asked for only where the config has passed its schema, so `configs` must be checked before.
 */
export function sharedReports(pipelines: readonly LoadedPipeline[], intakes: Intakes): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, Intake[]>();
  for (const intake of pipelines.flatMap((pipeline) => intakesOf(pipeline, intakes))) {
    const key = JSON.stringify([intake.connector.provenance ?? 'api', intake.dsp, intake.as, intake.pipeline.sink]);
    const others = seen.get(key) ?? [];
    seen.set(key, [...others, intake]);
    const { path } = intake;
    for (const other of others) {
      if (!windowsMeet(intake, other)) continue;
      const message = clash(intake, other);
      if (message !== undefined) problems.push({ path, message, about: 'key', code: 'CONFIG_REPORTS_SHARED' });
    }
  }
  return problems;
}

function intakesOf(pipeline: LoadedPipeline, { connectors, configs, feeds, fallbacks }: Intakes): Intake[] {
  const { name } = pipeline;
  const connector = connectors.get(name);
  if (!connector) return [];
  const own = { connector, configs: configs.get(name) ?? new Map(), feeds: feeds.get(name) ?? new Map() };
  const fallback = fallbacks?.get(name);
  const path = ['pipelines', name];
  return [
    ...placesOf(own, { pipeline, label: name, path }),
    ...(fallback ? placesOf(fallback, { pipeline, label: `${name} (fallback)`, path: [...path, 'fallback'] }) : []),
  ];
}

function placesOf(
  { connector, configs, feeds }: ResolvedFallback,
  of: Pick<Intake, 'pipeline' | 'label' | 'path'>,
): Intake[] {
  return [...feeds].flatMap(([account, names]) => {
    const config = configs.get(account) ?? {};
    return names.map((feed) => {
      const identity = feedIdentity(connector, feed, config);
      const place = connector.feeds[feed]?.place?.(config);
      return { ...of, account, feed, connector, dsp: identity.dsp, as: identity.feed, place };
    });
  });
}

function clash(intake: Intake, other: Intake): string | undefined {
  const { account, feed, label, place } = intake;
  if (account === other.account)
    return `takes ${feed} of ${account}, as the pipeline ${other.label} does; into one sink each would supersede the other's reports at every run. Make them one pipeline, or give them accounts or sinks of their own`;
  if (place === undefined || other.place === undefined) return undefined;
  if (!place.startsWith(other.place) && !other.place.startsWith(place)) return undefined;
  const whose = label === other.label ? other.account : `${other.account} (of the pipeline ${other.label})`;
  return `${account} and ${whose} would read the same documents of ${feed}, so every row would count twice; under \`accounts\`, give each a place of its own`;
}

/** Reports of a month belong to every window that has a day of it. */
function windowsMeet(left: Intake, right: Intake): boolean {
  const monthly = left.connector.feeds[left.feed]?.grain === 'month';
  const cut = (day: string): string => (monthly ? day.slice(0, 7) : day);
  const starts = ({ pipeline }: Intake): string => cut(pipeline.since);
  const ends = ({ pipeline }: Intake): string => cut(pipeline.until ?? '9999-12-31');
  return starts(left) <= ends(right) && starts(right) <= ends(left);
}
