import { resolve } from 'node:path';
import { HttpSourceConfig, http } from '@ledgerline/connector-http';
import { ConfigError, parsePayload } from '@ledgerline/core';
import { builtinValidators, readConfig, resolvePlugins } from '@ledgerline/core/runtime';
import type { AnyConnector } from '@ledgerline/testkit/checks';
import type { NamedUpstream } from './connector-package.ts';
import { loadSourceMock } from './load-tool.ts';

/** A source that a file describes, and an API that behaves as described. */
export interface DescribedSource {
  readonly connector: AnyConnector;
  readonly upstream: NamedUpstream;
}

/** An environment in which every variable is set: a proof needs no key. */
function everythingSet(env: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  const value = (name: string): string => env[name] || `placeholder-of-${name}`;
  return new Proxy<Record<string, string | undefined>>(
    {},
    {
      get: (_, name) => value(String(name)),
      getOwnPropertyDescriptor: (_, name) => ({ value: value(String(name)), configurable: true, enumerable: true }),
    },
  );
}

/**
 * Every source in a `ledgerline.yaml` that is one by configuration alone (`connector: http`), one for each account.
 *
 * Errors: ConfigError for a configuration that is wrong, or has no such source.
 */
export async function sourcesOfFile(
  file: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly DescribedSource[]> {
  const config = await readConfig(file, { env: everythingSet(env) });
  const plugins = await resolvePlugins(config, { builtin: { validator: builtinValidators }, from: import.meta.url });
  const { upstreamOf } = await loadSourceMock();
  const sources = Object.keys(config.pipelines).flatMap((pipeline) => {
    const connector = plugins.connectors.get(pipeline);
    if (connector?.name !== http.name) return [];
    return [...(plugins.configs.get(pipeline) ?? [])].map(([account, settings]) => {
      const upstream = upstreamOf(parsePayload(HttpSourceConfig, settings, 'the configuration'));
      return { connector, upstream: { name: `${pipeline}/${account}`, upstream } };
    });
  });
  if (sources.length > 0) return sources;
  throw new ConfigError(`${resolve(file)} has no pipeline with \`connector: http\` to be proved.`, {
    code: 'PLUGIN_UNKNOWN',
  });
}
