import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AuthScheme,
  type Body,
  type ConnectorContext,
  definePolicy,
  type Evidence,
  type PolicyOverride,
} from '@ledgerline/core';
import { type DropConfig, dropCredential, dropHosts, dropOrigin, dropPolicy, dropRules } from '@ledgerline/drop';
import { onTestFinished } from 'vitest';
import { createHttp } from '../../core/src/http/create-http.ts';
import { createPolicyEngine } from '../../core/src/policy/engine.ts';
import { createRng } from '../../core/src/random/rng.ts';
import { createSystemClock } from '../../core/src/time/system-clock.ts';
import { quietLog } from '../../core/test/loopback.ts';

/** The policy of drops with waits that no test notices. */
const hasty: PolicyOverride = {
  ...dropPolicy,
  retry: { baseMs: 1, maxMs: 4, backoff: 'none', throttleBackoff: 'none' },
  breaker: { kind: 'consecutive', threshold: 50, openBaseMs: 1, openMaxMs: 4 },
  budget: { windowMs: 1000, ratio: 1, floorPerSec: 100 },
};

/** A context as a host would make it, with the real engine, over whatever the drop config leads to. */
export function contextOf(
  config: DropConfig,
  fetch?: typeof globalThis.fetch,
  more: { readonly auth?: AuthScheme; readonly baseUrl?: string } = {},
) {
  const spoolFolder = mkdtempSync(join(tmpdir(), 'drop-spool-'));
  const clock = createSystemClock();
  const hosts = dropHosts(config);
  const profile = definePolicy({
    id: 'test',
    scopes: ['credential', 'class'],
    hosts,
    classify: dropRules,
    policy: hasty,
  });
  const engine = createPolicyEngine({ profiles: { test: profile }, clock, rng: createRng(1), run: 'test' });
  const signal = new AbortController().signal;
  const credential = dropCredential(config);
  const http = createHttp({
    dsp: 'test',
    account: 'label-a',
    credential,
    baseUrl: dropOrigin(config) ?? 'https://none.invalid',
    profile,
    engine,
    clock,
    log: quietLog,
    ...(fetch === undefined ? {} : { fetch }),
    spoolFolder,
    timeouts: { headersMs: 5_000, idleMs: 300 },
    signal,
    ...more,
  });
  onTestFinished(async () => {
    await http.close();
    await engine.close();
    rmSync(spoolFolder, { recursive: true, force: true });
  });
  let calls = 0;
  const runs: string[] = [];
  const run: ConnectorContext<unknown>['run'] = (op, fn) => {
    calls += 1;
    const operation = {
      dsp: 'test',
      scope: [credential],
      op,
      opKey: `${op}/${calls}`,
      method: 'GET',
      idempotent: true,
    };
    return engine.run(
      operation,
      (attempt) => {
        runs.push(op);
        return fn(attempt.signal);
      },
      { signal },
    );
  };
  return { http, run, clock, runs };
}

/** Reads a body to its end. */
export async function readBody(body: Body) {
  const evidence: Evidence[] = [];
  const chunks: Uint8Array[] = [];
  const observer = { evidence: (item: Evidence) => void evidence.push(item), claim() {}, finding() {} };
  for await (const chunk of body.open({ signal: new AbortController().signal, observer })) chunks.push(chunk);
  return { bytes: Buffer.concat(chunks), evidence, chunks };
}
