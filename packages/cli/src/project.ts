import type { Clock, Logger, RunEvent } from '@ledgerline/core';
import {
  builtinValidators,
  createLedgerline,
  type Ledgerline,
  type LoadedConfig,
  type ResolvedPlugins,
  readConfig,
  resolvePlugins,
} from '@ledgerline/core/runtime';
import type { GlobalOptions, Host } from './host.ts';

/** What stands in a configuration and the plugins it names. */
export interface Project {
  readonly config: LoadedConfig;
  readonly plugins: ResolvedPlugins;
}

/** Reads the configuration and finds its plugins; from here on its secrets are kept out of everything shown. */
export async function readProject(options: GlobalOptions, host: Host): Promise<Project> {
  const config = await readConfig(options.config, { env: host.env });
  const plugins = await resolvePlugins(config, { builtin: { validator: builtinValidators }, from: import.meta.url });
  for (const secret of plugins.secrets) host.secrets.add(secret);
  return { config, plugins };
}

/** Opens a project, hands it to `use` and closes it whatever happens. */
export async function withLedgerline<Result>(
  { config, plugins }: Project,
  parts: { readonly log?: Logger; readonly clock?: Clock; readonly onEvent?: (event: RunEvent) => void },
  use: (ledgerline: Ledgerline) => Promise<Result>,
): Promise<Result> {
  const ledgerline = await createLedgerline({ config, plugins, ...parts });
  try {
    return await use(ledgerline);
  } finally {
    await ledgerline.close();
  }
}
