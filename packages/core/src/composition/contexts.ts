import type { Connector, ConnectorContext } from '../contracts/connector.ts';
import type { AuthScheme } from '../contracts/http.ts';
import type { PolicyEngine } from '../contracts/policy.ts';
import { createHttp } from '../http/create-http.ts';
import type { AnyConfig, OpenContext, Pipeline, RunTools } from '../pipeline/pipeline.ts';

/** What contexts of one pipeline have in common. */
export interface ContextParts {
  readonly pipeline: string;
  readonly connector: Connector;
  /** Checked config by account. */
  readonly configs: ReadonlyMap<string, AnyConfig>;
  readonly engine: PolicyEngine;
  readonly tools: RunTools;
  readonly timeouts: { readonly headersMs: number; readonly idleMs: number };
  readonly spoolFolder: string;
  readonly fetch: typeof globalThis.fetch | undefined;
}

/** Where requests without a base URL go: nowhere, and the reserved name says so in every message. */
const noBaseUrl = 'https://no-base-url.invalid';

/** Makes the contexts of a pipeline's listings and syncs; a credential is shared by all contexts of its account. */
export function createContexts(parts: ContextParts): Pipeline['contextFor'] {
  const schemes = new Map<string, AuthScheme | undefined>();
  const { connector, configs, engine, tools } = parts;
  return (account, sync, signal): OpenContext => {
    const config = configs.get(account);
    if (config === undefined) throw new Error(`pipeline ${parts.pipeline} has no account ${account}`);
    if (!schemes.has(account)) schemes.set(account, connector.auth?.(config));
    const auth = schemes.get(account);
    const hosts = [...connector.policy.hosts, ...(connector.hosts?.(config) ?? [])];
    const credential = connector.credential?.(config) ?? account;
    const log = tools.log.child({ pipeline: parts.pipeline, account, sync });
    const http = createHttp({
      dsp: connector.dsp,
      account,
      credential,
      baseUrl: connector.baseUrl?.(config) ?? noBaseUrl,
      profile: { ...connector.policy, hosts },
      engine,
      ...(auth ? { auth } : {}),
      ...(connector.credentialHosts ? { credentialHosts: connector.credentialHosts(config) } : {}),
      clock: tools.clock,
      log,
      ...(parts.fetch ? { fetch: parts.fetch } : {}),
      spoolFolder: parts.spoolFolder,
      timeouts: parts.timeouts,
      signal,
      sync,
      onEvent: (event) => tools.onEvent({ type: 'policy', pipeline: parts.pipeline, ...event }),
    });
    let calls = 0;
    const run: ConnectorContext<AnyConfig>['run'] = (op, fn) => {
      calls += 1;
      const opKey = `${op}/${sync}/${calls}`;
      const operation = { dsp: connector.dsp, scope: [credential], op, opKey, method: 'GET', idempotent: true, sync };
      return engine.run(operation, (attempt) => fn(attempt.signal), { signal });
    };
    const context = { config, account, http, run, log, clock: tools.clock, signal };
    return { context, close: () => http.close() };
  };
}
