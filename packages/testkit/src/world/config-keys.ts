import type { JsonObject, JsonValue } from '@ledgerline/core';

type KeyPath = readonly string[];

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Keys that the schema requires and gives no default, as paths, as far as the config goes into them. */
export function requiredKeys(schema: unknown, config: JsonObject, above: KeyPath = []): readonly KeyPath[] {
  if (!isObject(schema) || !isObject(schema.properties)) return [];
  const required = Array.isArray(schema.required) ? schema.required : [];
  const found: KeyPath[] = [];
  for (const [key, below] of Object.entries(schema.properties)) {
    const path = [...above, key];
    const hasDefault = isObject(below) && below.default !== undefined;
    if (required.includes(key) && !hasDefault) found.push(path);
    const value = config[key];
    if (isObject(value)) found.push(...requiredKeys(below, value, path));
  }
  return found;
}

/** A copy of the config without one key. */
export function without(config: JsonObject, [key = '', ...rest]: KeyPath): JsonObject {
  const { [key]: value, ...others } = config;
  return rest.length > 0 && isObject(value) ? { ...others, [key]: without(value, rest) } : others;
}

/** A copy of the config with another value at one key. */
export function withValue(config: JsonObject, [key = '', ...rest]: KeyPath, value: JsonValue): JsonObject {
  const below = config[key];
  return { ...config, [key]: rest.length > 0 && isObject(below) ? withValue(below, rest, value) : value };
}

/** The part of a schema that an object is held to: itself, or the alternative of its `kind`. */
function branchOf(schema: unknown, config: JsonObject): JsonObject {
  if (!isObject(schema)) return {};
  if (!Array.isArray(schema.anyOf)) return schema;
  const branches = schema.anyOf.filter(isObject).filter(({ properties }) => isObject(properties));
  const ofKind = branches.find(({ properties }) => {
    const kind = isObject(properties) ? properties.kind : undefined;
    return isObject(kind) && kind.const === config.kind;
  });
  return ofKind ?? branches[0] ?? {};
}

/** The config with a misspelt key beside the right ones, once per object in it that has keys of its own and is no map of names. */
export function misspelt(
  schema: unknown,
  config: JsonObject,
): readonly { readonly config: JsonObject; readonly key: string }[] {
  const { properties, patternProperties } = branchOf(schema, config);
  if (!isObject(properties) && isObject(patternProperties)) return [];
  const [first = 'key'] = Object.keys(config);
  const key = `${first}x`;
  const own = { config: { ...config, [key]: 'surplus' }, key };
  const below = Object.entries(config).flatMap(([name, value]) =>
    isObject(value)
      ? misspelt(isObject(properties) ? properties[name] : undefined, value).map((inner) => ({
          config: { ...config, [name]: inner.config },
          key: inner.key,
        }))
      : [],
  );
  return [own, ...below];
}
