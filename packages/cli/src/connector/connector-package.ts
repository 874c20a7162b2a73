import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError } from '@ledgerline/core';
import type { AnyConnector, Upstream } from '@ledgerline/testkit/checks';

/** The part of a package.json that concerns a connector. */
export interface ConnectorManifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly keywords?: readonly string[];
  readonly repository?: unknown;
  readonly publishConfig?: Readonly<Record<string, unknown>>;
  readonly exports?: Readonly<Record<string, string | { readonly types?: string; readonly default?: string }>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** A connector's package on this disk. */
export interface ConnectorPackage {
  /** Absolute. */
  readonly folder: string;
  readonly manifest: ConnectorManifest;
}

/** An adapter of the package's mock, by the name it goes by in reports. */
export interface NamedUpstream {
  readonly name: string;
  readonly upstream: Upstream;
}

function readManifest(folder: string): ConnectorManifest | undefined {
  const file = join(folder, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** Where a package lies that is seen from a folder, or from the command itself. */
function installedFolder(name: string, from: string): string | undefined {
  for (const base of [join(from, 'package.json'), import.meta.url]) {
    try {
      return dirname(createRequire(base).resolve(`${name}/package.json`));
    } catch {
      // Not seen from there.
    }
  }
  return undefined;
}

/**
 * Finds a connector's package: a folder, a package name, or a short name as in `connector: NAME`.
 *
 * Errors: ConfigError `PLUGIN_UNKNOWN`.
 */
export function findConnectorPackage(reference: string, cwd = process.cwd()): ConnectorPackage {
  const own = resolve(cwd, reference);
  const names = [`@ledgerline/connector-${reference}`, `ledgerline-connector-${reference}`, reference];
  const isPath = reference.startsWith('.') || existsSync(join(own, 'package.json'));
  const folders = isPath ? [own] : names.flatMap((name) => installedFolder(name, cwd) ?? []);
  for (const folder of folders) {
    const manifest = readManifest(folder);
    if (manifest !== undefined) return { folder, manifest };
  }
  const tried = isPath ? join(own, 'package.json') : names.join(', ');
  throw new ConfigError(`There is no connector package "${reference}" (tried ${tried}).`, { code: 'PLUGIN_UNKNOWN' });
}

/** The module of a door: the source where there is one and this Node reads it, else what was built. */
function doorOf({ folder, manifest }: ConnectorPackage, door: '.' | './mock'): string {
  const target = manifest.exports?.[door];
  const built = typeof target === 'string' ? target : target?.default;
  const source = join(folder, door === '.' ? 'src/index.ts' : 'src/mock.ts');
  if (process.features.typescript && existsSync(source)) return source;
  const file = join(folder, built ?? '');
  if (built !== undefined && existsSync(file)) return file;
  throw new ConfigError(
    `${manifest.name ?? folder} has no "${door}" to load (${built ?? 'its exports do not name one'}); build it first.`,
    { code: 'PLUGIN_INVALID' },
  );
}

async function load(what: string, file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`${what} cannot be loaded: ${why}`, { code: 'PLUGIN_INVALID', cause });
  }
}

function isConnector(value: unknown): value is AnyConnector {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'connector';
}

/** The connector that a package exports. Errors: ConfigError `PLUGIN_INVALID`. */
export async function loadConnector(found: ConnectorPackage): Promise<AnyConnector> {
  const name = found.manifest.name ?? found.folder;
  const { default: connector } = await load(name, doorOf(found, '.'));
  if (isConnector(connector)) return connector;
  throw new ConfigError(`The default export of ${name} is no connector; it has to be made with defineConnector(...).`, {
    code: 'PLUGIN_INVALID',
  });
}

/** Every adapter that the package's mock exports (`upstream`, `salesUpstream` …). Errors: ConfigError when there is none. */
export async function loadUpstreams(
  found: ConnectorPackage,
  connector: AnyConnector,
): Promise<readonly NamedUpstream[]> {
  const name = `${found.manifest.name ?? found.folder}/mock`;
  const mock = await load(name, doorOf(found, './mock'));
  const upstreams = Object.entries(mock).flatMap(([key, value]) => {
    const [, feed] = /^(.*)upstream$/i.exec(key) ?? [];
    if (feed === undefined) return [];
    return [{ name: feed === '' ? connector.name : `${connector.name}-${feed}`, upstream: value as Upstream }];
  });
  if (upstreams.length > 0) return upstreams;
  throw new ConfigError(`${name} exports no \`upstream\` for the conformance suite.`, { code: 'PLUGIN_INVALID' });
}
