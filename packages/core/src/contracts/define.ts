import type { Static, TObject } from 'typebox';
import type { Connector, Feed } from './connector.ts';
import type { PolicyProfile } from './policy.ts';
import type { Sink } from './sink.ts';
import type { Validator } from './validator.ts';

/** Declares a connector; the types of config and feeds follow from the schema. */
export function defineConnector<Schema extends TObject>(
  definition: Omit<Connector<Schema, Static<Schema>>, 'kind'>,
): Connector<Schema, Static<Schema>> {
  return Object.freeze({ kind: 'connector', ...definition });
}

/** Declares a feed on its own, for connectors that keep one file per feed. */
export function defineFeed<Config>(feed: Feed<Config>): Feed<Config> {
  return Object.freeze({ ...feed });
}

/** Declares a sink. */
export function defineSink<Schema extends TObject>(
  definition: Omit<Sink<Schema, Static<Schema>>, 'kind'>,
): Sink<Schema, Static<Schema>> {
  return Object.freeze({ kind: 'sink', ...definition });
}

/** Declares a validator. */
export function defineValidator<Schema extends TObject>(
  definition: Omit<Validator<Schema, Static<Schema>>, 'kind'>,
): Validator<Schema, Static<Schema>> {
  return Object.freeze({ kind: 'validator', ...definition });
}

/** Declares what is special about a DSP; everything not said is the built-in behaviour. */
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
