import assert from 'node:assert/strict';
import type { AnyConnector, Check } from '@ledgerline/testkit/checks';
import { answer } from '../answer.ts';
import { packageChecks } from '../connector/checks/package-checks.ts';
import { publintCheck } from '../connector/checks/publint-check.ts';
import { readmeCheck } from '../connector/checks/readme-check.ts';
import { sourceCheck } from '../connector/checks/source-check.ts';
import { typesChecks } from '../connector/checks/types-check.ts';
import { readRecord, recordOf, writeRecord } from '../connector/conformance-record.ts';
import {
  type ConnectorPackage,
  findConnectorPackage,
  loadConnector,
  loadUpstreams,
} from '../connector/connector-package.ts';
import { loadTestkit } from '../connector/load-tool.ts';
import { holds, prove } from '../connector/prove.ts';
import type { ExitName } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';
import { conformanceText } from '../render/conformance-text.ts';

export interface ConnectorCheckOptions extends GlobalOptions {
  /** Writes what can be written: tables of the README, the record of the proof. */
  readonly write?: boolean;
}

function conformanceCheck(found: ConnectorPackage, connector: AnyConnector, write: boolean): Check {
  return {
    id: 'conformance/suite',
    title: 'the conformance suite holds, and a released version has its result on record',
    run: async () => {
      const upstreams = await loadUpstreams(found, connector);
      const proofs = await prove(connector, upstreams, { folder: found.folder, thorough: false });
      const broken = proofs.flatMap(({ results }) => results.filter(({ outcome }) => outcome === 'broken'));
      assert.deepEqual(
        broken.map(({ id }) => id),
        [],
        `broken: ${broken.map(({ id, reason }) => `${id} (${reason})`).join('; ')}`,
      );
      const record = recordOf(found, proofs);
      if (write) writeRecord(found, record);
      else if (record.version !== '0.0.0')
        assert.deepEqual(readRecord(found), record, 'conformance.json is not its result; `--write` writes it');
    },
  };
}

/** `ledgerline connector check`: everything that a published connector must keep. */
export async function connectorCheck(reference: string, options: ConnectorCheckOptions, host: Host): Promise<ExitName> {
  const found = findConnectorPackage(reference);
  const connector = await loadConnector(found);
  const write = options.write === true;
  const checks = [
    ...packageChecks(found, connector),
    publintCheck(found),
    ...typesChecks(found),
    sourceCheck(found),
    readmeCheck(found, connector, write),
    conformanceCheck(found, connector, write),
  ];
  if (!options.quiet) host.err.write(`${found.manifest.name ?? reference}: checking; half a minute or so\n`);
  const { runChecks } = await loadTestkit(found.folder);
  const proofs = [{ name: found.manifest.name ?? reference, results: await runChecks(checks) }];
  const end = holds(proofs) ? 'ok' : 'uncommitted';
  answer(host, options, {
    json: () => ({ exitCode: end === 'ok' ? 0 : 1, holds: end === 'ok', checks: proofs[0]?.results }),
    text: (paint) => conformanceText(proofs, paint),
  });
  return end;
}
