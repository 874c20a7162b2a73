import { dirname, resolve } from 'node:path';
import { answer } from '../answer.ts';
import { findConnectorPackage, loadConnector, loadUpstreams } from '../connector/connector-package.ts';
import { holds, type Proof, prove } from '../connector/prove.ts';
import { sourcesOfFile } from '../connector/sources-of-file.ts';
import type { ExitName } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';
import { conformanceText } from '../render/conformance-text.ts';

export interface ConnectorTestOptions extends GlobalOptions {
  readonly thorough?: boolean;
}

/** A package with its mock, or the sources that a configuration describes. */
async function proofsOf(reference: string, options: ConnectorTestOptions, host: Host): Promise<readonly Proof[]> {
  const settings = {
    thorough: options.thorough === true,
    onStart: (name: string) => {
      if (!options.quiet) host.err.write(`${name}: proving; half a minute or so\n`);
    },
  };
  if (/\.ya?ml$/.test(reference)) {
    const folder = dirname(resolve(reference));
    const proofs: Proof[] = [];
    for (const { connector, upstream } of await sourcesOfFile(reference, host.env))
      proofs.push(...(await prove(connector, [upstream], { ...settings, folder })));
    return proofs;
  }
  const found = findConnectorPackage(reference);
  const connector = await loadConnector(found);
  return prove(connector, await loadUpstreams(found, connector), { ...settings, folder: found.folder });
}

/** `ledgerline connector test`: the conformance suite of a connector against its own fake; no network, no keys. */
export async function connectorTest(reference: string, options: ConnectorTestOptions, host: Host): Promise<ExitName> {
  const proofs = await proofsOf(reference, options, host);
  const end = holds(proofs) ? 'ok' : 'uncommitted';
  answer(host, options, {
    json: () => ({ exitCode: end === 'ok' ? 0 : 1, holds: end === 'ok', proofs }),
    text: (paint) => conformanceText(proofs, paint),
  });
  return end;
}
