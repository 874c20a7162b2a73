import { answer } from '../answer.ts';
import { findConnectorPackage, loadConnector, loadUpstreams } from '../connector/connector-package.ts';
import { holds, prove } from '../connector/prove.ts';
import type { ExitName } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';
import { conformanceText } from '../render/conformance-text.ts';

export interface ConnectorTestOptions extends GlobalOptions {
  readonly thorough?: boolean;
}

/** `ledgerline connector test`: the conformance suite of a connector's package against its own mock; no network. */
export async function connectorTest(reference: string, options: ConnectorTestOptions, host: Host): Promise<ExitName> {
  const found = findConnectorPackage(reference);
  const connector = await loadConnector(found);
  const proofs = await prove(connector, await loadUpstreams(found, connector), {
    folder: found.folder,
    thorough: options.thorough === true,
    onStart: (name) => {
      if (!options.quiet) host.err.write(`${name}: proving; half a minute or so\n`);
    },
  });
  const end = holds(proofs) ? 'ok' : 'uncommitted';
  answer(host, options, {
    json: () => ({ exitCode: end === 'ok' ? 0 : 1, holds: end === 'ok', proofs }),
    text: (paint) => conformanceText(proofs, paint),
  });
  return end;
}
