import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { resolve as resolveModule } from 'import-meta-resolve';
import { ConfigError } from '../errors/leaves.ts';
import { coreVersion, incompatibility, manifestOf } from './core-version.ts';
import { installedPlugins } from './installed-plugins.ts';
import { didYouMean } from './nearest.ts';
import { type BuiltinPlugins, isPlugin, type PluginByKind, type PluginKind } from './plugin.ts';

export interface ResolvePluginOptions {
  /** Absolute; where packages and relative paths are looked for first. */
  readonly folder: string;
  readonly builtin?: BuiltinPlugins;
  /** File URL of a module (the command line tool's) from whose place packages are looked for next. */
  readonly from?: string;
}

/**
 * Finds a plugin by path, package name or short name (`@ledgerline/KIND-NAME`, then `ledgerline-KIND-NAME`, then the name itself).
 *
 * Errors: ConfigError `PLUGIN_UNKNOWN`, `PLUGIN_INVALID` or `PLUGIN_INCOMPATIBLE`.
 */
export async function resolvePlugin<Kind extends PluginKind>(
  kind: Kind,
  reference: string,
  options: ResolvePluginOptions,
): Promise<PluginByKind[Kind]> {
  const known = options.builtin?.[kind];
  const own = known && Object.hasOwn(known, reference) ? known[reference] : undefined;
  if (own) return own;
  const url = locate(kind, reference, options);
  const reason = incompatibility(manifestOf(url), coreVersion());
  if (reason) throw new ConfigError(reason, { code: 'PLUGIN_INCOMPATIBLE' });
  const plugin = await load(kind, reference, url);
  if (isPlugin(kind, plugin)) return plugin;
  throw new ConfigError(
    `the default export of "${reference}" is no ${kind}; it has to be made with ${maker(kind)}(...)`,
    { code: 'PLUGIN_INVALID' },
  );
}

const maker = (kind: PluginKind): string => `define${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}`;

async function load(kind: PluginKind, reference: string, url: string): Promise<unknown> {
  try {
    const loaded: { readonly default?: unknown } = await import(url);
    return loaded.default;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`the ${kind} "${reference}" cannot be loaded: ${why}`, { code: 'PLUGIN_INVALID', cause });
  }
}

function locate(kind: PluginKind, reference: string, options: ResolvePluginOptions): string {
  if (isAbsolute(reference) || reference.startsWith('.')) {
    const file = resolve(options.folder, reference);
    if (existsSync(file)) return pathToFileURL(file).href;
    throw unknown(kind, reference, [file], options);
  }
  const packages = candidates(kind, reference);
  const bases = [pathToFileURL(join(options.folder, 'ledgerline.yaml')).href, ...(options.from ? [options.from] : [])];
  for (const base of bases) {
    for (const name of packages) {
      const url = packageUrl(name, base);
      if (url) return url;
    }
  }
  throw unknown(kind, reference, packages, options);
}

/** A name with a scope is a package; any other is a short name first. */
function candidates(kind: PluginKind, reference: string): readonly string[] {
  if (reference.includes('/') || reference.startsWith(`ledgerline-${kind}-`)) return [reference];
  return [`@ledgerline/${kind}-${reference}`, `ledgerline-${kind}-${reference}`, reference];
}

function packageUrl(name: string, base: string): string | undefined {
  try {
    const url = resolveModule(name, base);
    return url.startsWith('file:') ? url : undefined;
  } catch {
    return undefined;
  }
}

function unknown(
  kind: PluginKind,
  reference: string,
  tried: readonly string[],
  options: ResolvePluginOptions,
): ConfigError {
  const names = new Set([...Object.keys(options.builtin?.[kind] ?? {}), ...installedPlugins(kind, options.folder)]);
  if (options.from) for (const name of installedPlugins(kind, dirname(fileURLToPath(options.from)))) names.add(name);
  const meant = didYouMean(reference, [...names]);
  const have = names.size > 0 ? `; installed are ${[...names].join(', ')}` : '; install its package';
  const message = `there is no ${kind} "${reference}"${meant || have} (tried ${tried.join(', ')})`;
  return new ConfigError(message, { code: 'PLUGIN_UNKNOWN' });
}
