import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isLedgerlineError } from '@ledgerline/core';
import {
  builtinValidators,
  configJsonSchema,
  installedPlugins,
  type PluginByKind,
  type PluginKind,
  resolvePlugin,
} from '@ledgerline/core/runtime';
import type { ExitName } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';

/** `ledgerline schema`: the JSON Schema of ledgerline.yaml for editors, with the config of every installed plugin. */
export async function schema(options: GlobalOptions, host: Host): Promise<ExitName> {
  const folder = dirname(resolve(options.config));
  const found = configJsonSchema({
    connectors: await loadInstalled('connector', folder, host),
    sinks: await loadInstalled('sink', folder, host),
    validators: { ...builtinValidators, ...(await loadInstalled('validator', folder, host)) },
  });
  host.out.write(`${JSON.stringify(found, undefined, options.json ? undefined : 2)}\n`);
  return 'ok';
}

async function loadInstalled<Kind extends PluginKind>(
  kind: Kind,
  folder: string,
  host: Host,
): Promise<Record<string, PluginByKind[Kind]>> {
  const own = dirname(fileURLToPath(import.meta.url));
  const names = [...new Set([...installedPlugins(kind, folder), ...installedPlugins(kind, own)])].sort();
  const plugins: Record<string, PluginByKind[Kind]> = {};
  for (const name of names) {
    try {
      plugins[name] = await resolvePlugin(kind, name, { folder, from: import.meta.url });
    } catch (error) {
      if (!isLedgerlineError(error)) throw error;
      host.err.write(`left out: ${error.message}\n`);
    }
  }
  return plugins;
}
