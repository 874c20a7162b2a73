import type { Expectation } from '../calendar/feed-calendar.ts';
import type { LoadedPipeline } from '../config/loaded-config.ts';
import type { ResolvedPlugins } from '../config/resolve-plugins.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import { dueBy } from '../sdk/due.ts';

const dayMs = 86_400_000;

/** When reports of a pipeline's feeds are expected: by the operator's `due`, else by what the connector knows. */
export function expectationsOf(
  loaded: Pick<LoadedPipeline, 'name' | 'due'>,
  { connectors, configs }: Pick<ResolvedPlugins, 'connectors' | 'configs'>,
): Pipeline['expectation'] {
  return (account, name): Expectation | undefined => {
    const feed = connectors.get(loaded.name)?.feeds[name];
    const config = configs.get(loaded.name)?.get(account);
    if (!feed || !config) return undefined;
    const base = feed.availableFor?.(config) ?? feed.available;
    const rule = loaded.due?.[name];
    if (!rule) return base && { available: base, promised: base.assumed !== true, graceMs: 0 };
    const { graceDays = 0, from, ...date } = rule;
    const available = dueBy(date, { name, grain: feed.grain, ...(base ? { available: base } : {}) });
    return { available, promised: true, graceMs: graceDays * dayMs, ...(from === undefined ? {} : { from }) };
  };
}
