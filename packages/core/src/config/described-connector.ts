import type { Connector } from '../contracts/connector.ts';
import { isLedgerlineError } from '../errors/ledgerline-error.ts';
import type { LoadedPipeline } from './loaded-config.ts';
import type { Problem } from './problem.ts';
import type { PlainMap } from './schema-node.ts';

/** The connector of a pipeline: the one that is named, or the one that the configuration of its accounts describes. */
export function describedConnector(
  named: Connector,
  { name }: LoadedPipeline,
  configs: ReadonlyMap<string, PlainMap>,
): { readonly connector: Connector; readonly problem?: Problem } {
  const path = ['pipelines', name, 'config'];
  const [first, ...others] = configs.values();
  if (named.described === undefined || first === undefined) return { connector: named };
  try {
    const connector = named.described(first);
    for (const config of others) {
      if (identity(named.described(config)) === identity(connector)) continue;
      const message = 'accounts of one pipeline must be of the same DSP and feed; give each DSP a pipeline of its own';
      return { connector, problem: { path: ['pipelines', name, 'accounts'], message } };
    }
    return { connector };
  } catch (error) {
    if (!isLedgerlineError(error)) throw error;
    return { connector: named, problem: { path, message: error.message, code: error.code } };
  }
}

function identity({ dsp, feeds }: Connector): string {
  return JSON.stringify([dsp, Object.keys(feeds)]);
}
