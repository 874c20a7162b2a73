import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { coreVersion } from '@ledgerline/core/runtime';
import type { ConnectorPackage } from './connector-package.ts';
import type { Proof } from './prove.ts';

/** What a published connector says of its own proof, in `conformance.json` beside its package.json. */
export interface ConformanceRecord {
  /** Of the package that was proved. */
  readonly version: string;
  /** Of the core it was proved with. */
  readonly core: string;
  readonly holds: number;
  readonly broken: number;
  /** Checks that are not promised, with their reasons. */
  readonly waived: Readonly<Record<string, string>>;
}

/** The record of a proof; pure but for the version of core. */
export function recordOf({ manifest }: ConnectorPackage, proofs: readonly Proof[]): ConformanceRecord {
  const results = proofs.flatMap((proof) => proof.results.map((result) => ({ ...result, name: proof.name })));
  const count = (outcome: string): number => results.filter((result) => result.outcome === outcome).length;
  const waived = results.flatMap(({ id, name, outcome, reason }) =>
    outcome === 'waived' ? [[proofs.length > 1 ? `${name}: ${id}` : id, reason ?? '']] : [],
  );
  return {
    ...{ version: manifest.version ?? '0.0.0', core: coreVersion() },
    ...{ holds: count('holds'), broken: count('broken'), waived: Object.fromEntries(waived) },
  };
}

const fileOf = ({ folder }: ConnectorPackage): string => join(folder, 'conformance.json');

/** The record of an installed connector; undefined when it has none. */
export function readRecord(found: ConnectorPackage): ConformanceRecord | undefined {
  const file = fileOf(found);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

export function writeRecord(found: ConnectorPackage, record: ConformanceRecord): void {
  writeFileSync(fileOf(found), `${JSON.stringify(record, undefined, 2)}\n`);
}
