import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PluginKind } from './plugin.ts';

/** Short names of the plugins of a kind in the `node_modules` folders that a folder sees. Order: by name. */
export function installedPlugins(kind: PluginKind, folder: string): string[] {
  const found = new Set<string>();
  for (let at = folder; ; at = dirname(at)) {
    const modules = join(at, 'node_modules');
    for (const name of names(join(modules, '@ledgerline'))) {
      if (name.startsWith(`${kind}-`)) found.add(name.slice(kind.length + 1));
    }
    for (const name of names(modules)) {
      if (name.startsWith(`ledgerline-${kind}-`)) found.add(name.slice(`ledgerline-${kind}-`.length));
    }
    if (dirname(at) === at) return [...found].sort();
  }
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
