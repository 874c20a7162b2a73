import { digestOf } from '../audit/audit-chain.ts';
import type { LoadedConfig } from '../config/loaded-config.ts';
import type { ResolvedPlugins } from '../config/resolve-plugins.ts';

/** A plugin that a run was made with. */
export interface PluginVersion {
  readonly kind: 'connector' | 'sink' | 'validator';
  readonly name: string;
  readonly version: string;
}

/**
 * SHA-256 (hex) of what a configuration means: every setting with its default, in a fixed order, secrets masked.
 *
 * Two files that differ in comments, or in a token, have the same digest.
 */
export function configDigest(
  { sinks, validators, pipelines, seed }: LoadedConfig,
  plugins: ResolvedPlugins,
  clean: (text: string) => string,
): string {
  const configs = [...plugins.configs].map(([pipeline, byAccount]) => [pipeline, Object.fromEntries(byAccount)]);
  const meaning = { sinks, validators, pipelines, seed: seed ?? null, configs: Object.fromEntries(configs) };
  return digestOf(
    JSON.stringify(meaning, (_, value: unknown) => {
      if (typeof value === 'string') return clean(value);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
      return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
    }),
  );
}

/** Order: by kind, then name. */
export function pluginVersions({ connectors, sinks, validators }: ResolvedPlugins): readonly PluginVersion[] {
  const found = [
    ...[...connectors.values()].map(({ name, version }) => ({ kind: 'connector' as const, name, version })),
    ...[...sinks.values()].map(({ sink: { name, version } }) => ({ kind: 'sink' as const, name, version })),
    ...[...validators.values()]
      .flat()
      .map(({ validator: { name, version } }) => ({ kind: 'validator' as const, name, version })),
  ];
  const unique = new Map(found.map((plugin) => [`${plugin.kind} ${plugin.name} ${plugin.version}`, plugin]));
  return [...unique].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, plugin]) => plugin);
}
