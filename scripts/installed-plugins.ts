import { existsSync, readdirSync } from 'node:fs';
import type { Feed } from '../packages/core/src/contracts/connector.ts';

/** A connector or sink of this repository, as far as its tables go. */
export interface InstalledPlugin {
  /** Its folder in `packages/`. */
  readonly folder: string;
  readonly kind: string;
  readonly name: string;
  readonly summary: string;
  readonly config: object;
  /** Of connectors. */
  readonly feeds?: Readonly<Record<string, Feed<never>>>;
}

export const packagesFolder = new URL('../packages/', import.meta.url);

/** Connectors first, then sinks, by name; a package whose door has none yet is passed over. */
export async function installedPlugins(): Promise<readonly InstalledPlugin[]> {
  const plugins: InstalledPlugin[] = [];
  for (const folder of readdirSync(packagesFolder).sort()) {
    const door = new URL(`${folder}/src/index.ts`, packagesFolder);
    if (!/^(connector|sink)-/.test(folder) || !existsSync(door)) continue;
    const module: { readonly default?: Omit<InstalledPlugin, 'folder'> } = await import(door.href);
    if (module.default !== undefined) plugins.push({ ...module.default, folder });
  }
  return plugins.sort((left, right) => left.kind.localeCompare(right.kind) || left.name.localeCompare(right.name));
}
