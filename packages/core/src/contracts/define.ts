import type { Static, TObject } from 'typebox';
import type { Connector, Feed } from './connector.ts';
import type { PolicyProfile } from './policy.ts';
import type { Sink } from './sink.ts';
import type { Validator } from './validator.ts';

/**
 * Declares a connector; the types of config and feeds follow from the schema.
 *
 * @example
 * ```ts
 * const connector = defineConnector({
 *   name: 'tonspur', version: '1.0.0', dsp: 'tonspur', summary: 'Sales of a made-up DSP',
 *   config: Type.Object({ token: Secret() }),
 *   auth: ({ token }) => bearer(token),
 *   policy: definePolicy({ id: 'tonspur', hosts: ['api.tonspur.example'] }),
 *   baseUrl: () => 'https://api.tonspur.example',
 *   capabilities: {},
 *   feeds: {},
 * });
 * assert.equal(connector.kind, 'connector');
 * ```
 */
export function defineConnector<Schema extends TObject>(
  definition: Omit<Connector<Schema, Static<Schema>>, 'kind'>,
): Connector<Schema, Static<Schema>> {
  return Object.freeze({ kind: 'connector', ...definition });
}

/**
 * Declares a feed on its own, for connectors that keep one file per feed.
 *
 * @example
 * ```ts
 * const sales = defineFeed({
 *   money: true, grain: 'month', summary: 'one row per track, country and month',
 *   async *list() { yield { kind: 'report', period: '2026-03', locator: 'r1', object: 'r1' }; },
 *   read: ({ http }, { object, locator }) =>
 *     decode(http.download(object, { op: 'file', path: `/reports/${locator}` }), delimited({ delimiter: ',' })),
 *   columns: { isrc: ['ISRC'], units: ['Units'] },
 * });
 * assert.equal(sales.grain, 'month');
 * ```
 */
export function defineFeed<Config>(feed: Feed<Config>): Feed<Config> {
  return Object.freeze({ ...feed });
}

/**
 * Declares a sink.
 *
 * @example
 * ```ts
 * const sink = defineSink({
 *   name: 'nowhere', version: '1.0.0', summary: 'Takes nothing', config: Type.Object({}),
 *   open: async () => assert.fail('opened once per run'),
 * });
 * assert.equal(sink.kind, 'sink');
 * ```
 */
export function defineSink<Schema extends TObject>(
  definition: Omit<Sink<Schema, Static<Schema>>, 'kind'>,
): Sink<Schema, Static<Schema>> {
  return Object.freeze({ kind: 'sink', ...definition });
}

/**
 * Declares a validator.
 *
 * @example
 * ```ts
 * const validator = defineValidator({
 *   name: 'only-streams', version: '1.0.0', summary: 'Refuses everything else', phase: 'judge', config: Type.Object({}),
 *   create: () => ({ batch: () => undefined }),
 * });
 * assert.equal(validator.kind, 'validator');
 * ```
 */
export function defineValidator<Schema extends TObject>(
  definition: Omit<Validator<Schema, Static<Schema>>, 'kind'>,
): Validator<Schema, Static<Schema>> {
  return Object.freeze({ kind: 'validator', ...definition });
}

/**
 * Declares what is special about a DSP; everything not said is the built-in behaviour.
 *
 * @example
 * ```ts
 * const policy = definePolicy({
 *   id: 'tonspur',
 *   policy: { rate: [{ id: 'minute', kind: 'sliding', limit: 60, perMs: 60_000, source: 'developer portal, 2026-05' }] },
 * });
 * assert.deepEqual(policy.auth.refreshOn, [401]);
 * ```
 */
export function definePolicy(profile: Pick<PolicyProfile, 'id'> & Partial<PolicyProfile>): PolicyProfile {
  return Object.freeze({
    version: 1,
    hosts: [],
    scopes: ['credential'],
    hints: [],
    classify: [],
    idempotentOps: [],
    auth: { refreshOn: [401] },
    policy: {},
    ...profile,
  });
}
