import { createHash } from 'node:crypto';
import type { PolicyConfig, PolicyProfile } from '../contracts/policy.ts';

/** SHA-256 over the policy and profile of a DSP, keys sorted: equal settings give equal hashes. */
export function configHash(policy: PolicyConfig, profile: PolicyProfile | undefined): string {
  return createHash('sha256')
    .update(JSON.stringify([policy, profile ?? null], sortKeys))
    .digest('hex');
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
