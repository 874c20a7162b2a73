import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isLedgerlineError } from '@ledgerline/core';
import { coreVersion, incompatibility, installedPlugins } from '@ledgerline/core/runtime';
import { answer } from '../answer.ts';
import { type ConformanceRecord, readRecord } from '../connector/conformance-record.ts';
import { findConnectorPackage, loadConnector } from '../connector/connector-package.ts';
import type { ExitName } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';
import { columns } from '../render/columns.ts';

/** What is known of an installed connector. */
interface InstalledConnector {
  readonly name: string;
  readonly package: string;
  readonly version: string;
  readonly feeds: readonly string[];
  readonly conformance?: ConformanceRecord;
  /** Why it cannot be used here. */
  readonly problem?: string;
}

async function describe(name: string, folder: string): Promise<InstalledConnector> {
  const found = findConnectorPackage(name, folder);
  const { manifest } = found;
  const record = readRecord(found);
  const known = {
    ...{ name, package: manifest.name ?? '', version: manifest.version ?? '' },
    ...(record === undefined ? {} : { conformance: record }),
  };
  const problem = incompatibility(manifest, coreVersion());
  if (problem !== undefined) return { ...known, feeds: [], problem };
  try {
    return { ...known, feeds: Object.keys((await loadConnector(found)).feeds) };
  } catch (error) {
    if (!isLedgerlineError(error)) throw error;
    return { ...known, feeds: [], problem: error.message };
  }
}

function conformanceWords({ conformance, problem, version }: InstalledConnector): string {
  if (problem !== undefined) return problem;
  if (conformance === undefined) return 'not on record';
  const { holds, broken, waived, core, version: proved } = conformance;
  const counts = [`${holds} hold`, ...(broken > 0 ? [`${broken} BROKEN`] : []), `${Object.keys(waived).length} waived`];
  return `${counts.join(', ')} (${proved === version ? '' : `${proved}, `}core ${core})`;
}

/** `ledgerline connectors`: what is installed beside the configuration and beside this command. */
export async function connectors(options: GlobalOptions, host: Host): Promise<ExitName> {
  const folder = dirname(resolve(options.config));
  const own = dirname(fileURLToPath(import.meta.url));
  const names = [...new Set([...installedPlugins('connector', folder), ...installedPlugins('connector', own)])].sort();
  const found: InstalledConnector[] = [];
  for (const name of names) found.push(await describe(name, folder));
  answer(host, options, {
    json: () => ({ exitCode: 0, core: coreVersion(), connectors: found }),
    text: (paint) => {
      const [head = '', ...lines] = columns([
        ['CONNECTOR', 'VERSION', 'CONFORMANCE', 'PACKAGE', 'FEEDS'],
        ...found.map((one) => [
          ...[one.name, one.version, conformanceWords(one), one.package, one.feeds.join(', ') || '–'],
        ]),
      ]);
      return [paint('faint', head), ...lines].join('\n');
    },
  });
  return 'ok';
}
