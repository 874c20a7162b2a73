import type { JsonValue } from '../contracts/json.ts';
import type { GateState, GateStateName } from './gate/gate-view.ts';

/** How far an unfinished call got in an earlier run. Units: `retryAt` epoch ms, 0 when none. */
export interface CallState {
  readonly retries: number;
  readonly throttles: number;
  readonly retryAt: number;
}

const names: readonly GateStateName[] = ['Closed', 'Open', 'HalfOpen', 'Isolated'];

/** Reads a stored gate; a value that is none gives nothing. */
export function readGateState(value: JsonValue): readonly GateState[] {
  if (typeof value !== 'object' || value === null) return [];
  const fields = new Map(Object.entries(value));
  const scope = fields.get('scope');
  const cause = fields.get('cause');
  const state = names.find((name) => name === fields.get('state'));
  const handles = fields.get('handles');
  const [untilWallMs, k, limit] = [fields.get('untilWallMs'), fields.get('k'), fields.get('limit')];
  if (
    typeof scope !== 'string' ||
    state === undefined ||
    !isFiniteNumber(untilWallMs) ||
    !isFiniteNumber(k) ||
    !isFiniteNumber(limit)
  ) {
    return [];
  }
  const quota = fields.get('quota');
  return [
    {
      ...{ scope, state, untilWallMs, k, limit, cause: typeof cause === 'string' ? cause : 'imported' },
      ...(isFiniteNumber(quota) ? { quota } : {}),
      handles: Array.isArray(handles) ? handles.filter((handle) => typeof handle === 'string') : [],
    },
  ];
}

/** Reads a stored call; a value that is none gives nothing. */
export function readCallState(value: JsonValue): readonly CallState[] {
  if (typeof value !== 'object' || value === null) return [];
  const fields = new Map(Object.entries(value));
  const [retries, throttles, retryAt] = [fields.get('retries'), fields.get('throttles'), fields.get('retryAt')];
  return isFiniteNumber(retries) && isFiniteNumber(throttles) && isFiniteNumber(retryAt)
    ? [{ retries, throttles, retryAt }]
    : [];
}

function isFiniteNumber(value: unknown): value is number {
  return Number.isFinite(value);
}
