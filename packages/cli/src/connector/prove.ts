import type { AnyConnector, CheckResult } from '@ledgerline/testkit/checks';
import type { NamedUpstream } from './connector-package.ts';
import { loadTestkit } from './load-tool.ts';

/** What the conformance suite says of a connector against one adapter. */
export interface Proof {
  readonly name: string;
  readonly results: readonly CheckResult[];
}

export interface ProveOptions {
  /** Where the test kit is looked for. */
  readonly folder: string;
  /** Tries each scenario at every place it may happen at. */
  readonly thorough: boolean;
  /** Told before each adapter. */
  readonly onStart?: (name: string) => void;
}

/** Runs the whole conformance suite over every adapter. */
export async function prove(
  connector: AnyConnector,
  upstreams: readonly NamedUpstream[],
  { folder, thorough, onStart }: ProveOptions,
): Promise<readonly Proof[]> {
  const { connectorChecks, runChecks } = await loadTestkit(folder);
  const proofs: Proof[] = [];
  for (const { name, upstream } of upstreams) {
    onStart?.(name);
    const checks = connectorChecks({ connector, upstream, thorough });
    proofs.push({ name, results: await runChecks(checks, upstream.waivers) });
  }
  return proofs;
}

export function holds(proofs: readonly Proof[]): boolean {
  return proofs.length > 0 && proofs.every(({ results }) => results.every(({ outcome }) => outcome !== 'broken'));
}
