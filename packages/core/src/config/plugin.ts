import type { Connector } from '../contracts/connector.ts';
import type { Sink } from '../contracts/sink.ts';
import type { Validator } from '../contracts/validator.ts';

/** What a name in the configuration can stand for. */
export interface PluginByKind {
  readonly connector: Connector;
  readonly sink: Sink;
  readonly validator: Validator;
}

export type PluginKind = keyof PluginByKind;

/** Plugins that are at hand without being looked for, by the name used in the configuration. */
export type BuiltinPlugins = {
  readonly [Kind in PluginKind]?: Readonly<Record<string, PluginByKind[Kind]>>;
};

/** Whether a module's default export is a plugin of the kind. */
export function isPlugin<Kind extends PluginKind>(kind: Kind, value: unknown): value is PluginByKind[Kind] {
  if (typeof value !== 'object' || value === null) return false;
  const named = 'name' in value && typeof value.name === 'string';
  return named && 'kind' in value && value.kind === kind && 'config' in value && typeof value.config === 'object';
}
