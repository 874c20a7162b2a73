import { type TSchema, type TString, type TStringOptions, Type } from 'typebox';
import { leaves, schemaNode } from './schema-node.ts';

/**
 * A text of a plugin's config that must never be shown: a token, a password, a key.
 *
 * Whatever stands in such a field is removed from logs, audit records and error messages.
 *
 * @example
 * ```ts
 * const Config = Type.Object({ token: Secret({ description: 'The API token.' }) });
 * assert.equal(Config.properties.token.type, 'string');
 * ```
 */
export function Secret(options: TStringOptions = {}): TString {
  return Type.String({ minLength: 1, ...options, secret: true });
}

export function isSecret(schema: TSchema): boolean {
  return schemaNode(schema).secret === true;
}

/** Every filled {@link Secret} field with its place. Order: as in the value. */
export function secretFields(schema: TSchema, value: unknown): { path: readonly string[]; text: string }[] {
  return [...leaves(schemaNode(schema), value)].flatMap((leaf) =>
    leaf.node.secret && typeof leaf.value === 'string' && leaf.value !== ''
      ? [{ path: leaf.path, text: leaf.value }]
      : [],
  );
}

/** Every value standing in a {@link Secret} field, without repetition. */
export function collectSecrets(schema: TSchema, value: unknown): string[] {
  return [...new Set(secretFields(schema, value).map(({ text }) => text))];
}
