import { isLedgerlineError } from '@ledgerline/core';
import type { RunSummary } from '@ledgerline/core/runtime';
import type { WireRequest } from '../wire/wire.ts';
import { outcomesOf } from './honesty.ts';
import type { World } from './world.ts';

/** Something that must never be shown, and what to call it instead. */
interface SecretValue {
  readonly kind: string;
  readonly value: string;
}

/** Units: characters below which a value is too common to be looked for. */
const shortestSecret = 8;

const signedParameter = /sign|sig|token|credential|key|auth|x-goog|x-amz|policy/i;

/** Everything that opens doors: secrets of the config, credentials that were sent, signatures of addresses. */
export function secretsIn(requests: readonly WireRequest[], configured: readonly string[]): readonly SecretValue[] {
  const found = new Map<string, string>(configured.map((value) => [value, 'a secret of the config']));
  for (const { headers, path } of requests) {
    for (const name of ['authorization', 'x-amz-access-token', 'x-amz-security-token']) {
      const credential = headers[name];
      if (credential === undefined) continue;
      found.set(credential.replace(/^[\w-]+ /, ''), 'a credential');
      const signature = /Signature=(\w+)/.exec(credential)?.[1];
      if (signature !== undefined) found.set(signature, 'a signature');
    }
    for (const [name, value] of new URLSearchParams(path.split('?')[1] ?? '')) {
      if (signedParameter.test(name) && value.length >= 16) found.set(value, 'a signature');
    }
  }
  return [...found].flatMap(([value, kind]) => (value.length < shortestSecret ? [] : [{ kind, value }]));
}

/** Everything a run leaves behind that people or programs may read. */
export function surfacesOf(world: World): ReadonlyMap<string, string> {
  return new Map([['the log', world.logLines.join('\n')], ...world.texts('.ledgerline'), ...world.texts('lake')]);
}

/** Everything that errors of a run say, causes included. */
export function errorTexts(summary: RunSummary): readonly string[] {
  const errors = Object.values(summary.pipelines).flatMap(({ error }) => (error === undefined ? [] : told(error)));
  return [...errors, ...outcomesOf(summary).map((outcome) => JSON.stringify(outcome))];
}

function told(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [String(error)];
  const details = isLedgerlineError(error) ? JSON.stringify(error.details) : '';
  return [error.message, error.stack ?? '', details, ...(error.cause === undefined ? [] : told(error.cause))];
}
