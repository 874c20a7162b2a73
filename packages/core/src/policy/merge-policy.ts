import type { BreakerConfig, PolicyConfig, PolicyOverride } from '../contracts/policy.ts';
import { breakerKinds, defaultPolicy, freezeDeep } from './defaults.ts';

/** Lays overrides over the defaults, later ones winning: objects merge, arrays replace; the result is frozen. */
export function mergePolicy(...overrides: readonly PolicyOverride[]): PolicyConfig {
  let merged = defaultPolicy;
  for (const override of overrides) {
    merged = mergeDeep({ ...merged, breaker: breakerFor(merged.breaker, override) }, override);
  }
  return freezeDeep(structuredClone(merged));
}

/** A change of the breaker's kind drops what only the former kind understands. */
function breakerFor(breaker: BreakerConfig, override: PolicyOverride): BreakerConfig {
  const kind = override.breaker?.kind;
  if (kind === undefined || kind === breaker.kind) return breaker;
  const { probes, successes, leaseMs, leaseMaxMs, ramp, learnQuota, reserve, openBaseMs, openMaxMs } = breaker;
  return {
    ...breakerKinds[kind],
    ...(openBaseMs === undefined ? {} : { openBaseMs }),
    ...(openMaxMs === undefined ? {} : { openMaxMs }),
    ...{ probes, successes, leaseMs, leaseMaxMs, ramp, learnQuota, reserve },
  };
}

function mergeDeep<T extends object>(base: T, override: object): T {
  const merged: Record<string, unknown> = Object.fromEntries(Object.entries(base));
  for (const [key, value] of Object.entries(override)) {
    if (value === undefined || key === '__proto__') continue;
    const former = merged[key];
    merged[key] = isPlain(former) && isPlain(value) ? mergeDeep(former, value) : value;
  }
  return { ...base, ...merged };
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
