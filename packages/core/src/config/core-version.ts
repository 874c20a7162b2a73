import { existsSync, readFileSync } from 'node:fs';
import { satisfies, validRange } from 'semver';

interface PackageManifest {
  readonly name?: string;
  readonly version?: string;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** The package.json that a module belongs to: the nearest above it. */
export function manifestOf(moduleUrl: string): PackageManifest | undefined {
  for (let at = new URL('.', moduleUrl); ; at = new URL('..', at)) {
    const file = new URL('package.json', at);
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
    if (at.pathname === new URL('..', at).pathname) return undefined;
  }
}

/** The version of this package. */
export function coreVersion(): string {
  return manifestOf(import.meta.url)?.version ?? '0.0.0';
}

/** Why a plugin cannot run on this core, or undefined when it can. Packages without a peer range are not judged. */
export function incompatibility(manifest: PackageManifest | undefined, version: string): string | undefined {
  const range = manifest?.peerDependencies?.['@ledgerline/core'];
  if (range === undefined || range.startsWith('workspace:')) return undefined;
  const plugin = `${manifest?.name ?? 'the plugin'} ${manifest?.version ?? ''}`.trim();
  if (validRange(range) === null) return `${plugin} states a peer range on @ledgerline/core that is none: "${range}"`;
  if (satisfies(version, range, { includePrerelease: true })) return undefined;
  return `${plugin} was made for @ledgerline/core ${range}, this is ${version}; install a version of it that fits`;
}
