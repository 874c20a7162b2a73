import { ConfigError } from '@ledgerline/core';
import type { LoadedConfig } from '@ledgerline/core/runtime';

/** The named sink, or the only one. */
export function chooseSink(config: LoadedConfig, name: string | undefined): string {
  const names = Object.keys(config.sinks);
  const [only] = names;
  if (name === undefined && only !== undefined && names.length === 1) return only;
  if (name !== undefined && names.includes(name)) return name;
  throw new ConfigError(
    name === undefined
      ? `the configuration has several sinks; name one with --sink: ${names.join(', ')}`
      : `there is no sink "${name}"; there are ${names.join(', ')}`,
    { code: 'SINK_UNKNOWN', details: { file: config.source.file } },
  );
}
