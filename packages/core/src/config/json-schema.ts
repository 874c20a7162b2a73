import type { Connector } from '../contracts/connector.ts';
import type { JsonObject } from '../contracts/json.ts';
import type { Sink } from '../contracts/sink.ts';
import type { Validator } from '../contracts/validator.ts';
import { ConfigSchema } from './config-schema.ts';
import { policySchema } from './policy-schema.ts';
import { isPlainMap, type PlainMap } from './schema-node.ts';

/** Plugins by the name that a configuration uses. */
export interface SchemaPlugins {
  readonly connectors: Readonly<Record<string, Connector>>;
  readonly sinks: Readonly<Record<string, Sink>>;
  readonly validators: Readonly<Record<string, Validator>>;
}

/** The JSON Schema (draft 2020-12) of `ledgerline.yaml` for editors, the configs of the given plugins included. */
export function configJsonSchema(plugins: SchemaPlugins): JsonObject {
  const schema = forEditors(JSON.parse(JSON.stringify(ConfigSchema)));
  const pipeline = onlyValue(schema, 'pipelines');
  pipeline.allOf = Object.entries(plugins.connectors).map(([name, connector]) => {
    const config = partial(plain(connector.config));
    const accounts = {
      anyOf: [{ type: 'array' }, { type: 'object', additionalProperties: { anyOf: [{ type: 'null' }, config] } }],
    };
    const feeds = connector.described ? {} : { feeds: { items: { enum: Object.keys(connector.feeds) } } };
    return when('connector', name, { properties: { config, accounts, ...feeds } });
  });
  const policy = plain(policySchema);
  const policies = schema.properties?.policies?.patternProperties ?? {};
  for (const pattern of Object.keys(policies)) policies[pattern] = policy;
  pipeline.properties = { ...pipeline.properties, policy: { anyOf: [{ type: 'string' }, policy] } };
  onlyValue(schema, 'sinks').allOf = uses(plugins.sinks);
  onlyValue(schema, 'validators').allOf = uses(plugins.validators);
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'ledgerline.yaml', ...schema };
}

function uses(plugins: Readonly<Record<string, Sink | Validator>>): JsonObject[] {
  return Object.entries(plugins).map(([name, plugin]) => {
    const config = plain(plugin.config);
    const properties = { use: {}, ...config.properties };
    return when('use', name, { ...config, properties, additionalProperties: false });
  });
}

function when(key: string, name: string, then: JsonObject): JsonObject {
  return { if: { properties: { [key]: { const: name } }, required: [key] }, then };
}

type Editable = { [key: string]: JsonObject[string] };
type EditorSchema = Editable & {
  properties?: { [key: string]: EditorSchema };
  patternProperties?: { [key: string]: EditorSchema };
};

function plain(schema: object): EditorSchema {
  return forEditors(JSON.parse(JSON.stringify(schema)));
}

/** The schema of the entries of a map of names. */
function onlyValue(schema: EditorSchema, key: string): EditorSchema {
  const [value = {}] = Object.values(schema.properties?.[key]?.patternProperties ?? {});
  return value;
}

/** Pipeline and account each give a part of the config, so neither need be whole. */
function partial(schema: EditorSchema): EditorSchema {
  const { required: _, ...rest } = schema;
  return rest;
}

/** What has a default need not be written, and maps are closed unless they say otherwise. */
function forEditors(schema: unknown): EditorSchema {
  return visit(schema) as EditorSchema;
}

function visit(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(visit);
  if (!isPlainMap(schema)) return schema;
  const copy: PlainMap = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, visit(value)]));
  const { properties, required } = copy;
  if (copy.type !== 'object' || !isPlainMap(properties)) return copy;
  if (Array.isArray(required)) {
    const needed = required.filter((key) => !hasDefault(properties[key]));
    if (needed.length > 0) copy.required = needed;
    else delete copy.required;
  }
  return { additionalProperties: false, ...copy };
}

function hasDefault(schema: unknown): boolean {
  return isPlainMap(schema) && 'default' in schema;
}
