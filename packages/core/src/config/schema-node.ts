import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';

/** The keywords of a schema that this room reads; TypeBox schemas are plain JSON Schema. */
export interface SchemaNode {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly SchemaNode[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly patternProperties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
  readonly examples?: readonly unknown[];
  readonly pattern?: string;
  readonly default?: unknown;
  readonly secret?: boolean;
  readonly path?: boolean;
}

/** A map of a configuration file, as opposed to a list or a scalar. */
export type PlainMap = Record<string, unknown>;

export function isPlainMap(value: unknown): value is PlainMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a TypeBox schema as its keywords. */
export function schemaNode(schema: TSchema): SchemaNode {
  return schema;
}

/** The schema of one entry of a map; `undefined` when the schema does not know the key, `{}` when it allows any. */
export function entrySchema(node: SchemaNode, key: string): SchemaNode | undefined {
  const own = node.properties && Object.hasOwn(node.properties, key) ? node.properties[key] : undefined;
  if (own) return own;
  for (const [pattern, schema] of Object.entries(node.patternProperties ?? {})) {
    if (new RegExp(pattern, 'u').test(key)) return schema;
  }
  if (typeof node.additionalProperties === 'object') return node.additionalProperties;
  const open = node.additionalProperties === true || (!node.properties && !node.patternProperties);
  return open ? {} : undefined;
}

function typeFits(node: SchemaNode, value: unknown): boolean {
  if (node.type === 'object') return isPlainMap(value);
  if (node.type === 'array') return Array.isArray(value);
  return node.type !== undefined && typeof value === (node.type === 'integer' ? 'number' : node.type);
}

/** How many constant properties (`kind: 's3'`) of an alternative the value has; -1 when one contradicts. */
function constantsHeld(node: SchemaNode, value: PlainMap): number {
  let held = 0;
  for (const [key, schema] of Object.entries(node.properties ?? {})) {
    if (schema.const === undefined || !Object.hasOwn(value, key)) continue;
    if (value[key] !== schema.const) return -1;
    held++;
  }
  return held;
}

/** Whether every key is there that an alternative without constants cannot do without. */
function hasItsKeys({ required = [], properties = {} }: SchemaNode, value: PlainMap): boolean {
  const isNamed = Object.values(properties).some((property) => property.const !== undefined);
  return !isNamed && required.length > 0 && required.every((key) => Object.hasOwn(value, key));
}

/** The alternative of a union that the value is, or was meant to be; `undefined` when that cannot be told. */
export function chooseBranch(node: SchemaNode, value: unknown): SchemaNode | undefined {
  const branches = node.anyOf ?? [];
  const exact = branches.find((branch) => Value.Check(branch, value));
  if (exact) return exact;
  const fitting = branches.filter((branch) => branch.const === undefined && typeFits(branch, value));
  if (fitting.length === 1) return fitting[0];
  if (!isPlainMap(value)) return undefined;
  const meant = fitting.filter((branch) => constantsHeld(branch, value) > 0);
  if (meant.length > 0) return meant.length === 1 ? meant[0] : undefined;
  const whole = fitting.filter((branch) => hasItsKeys(branch, value));
  return whole.length === 1 ? whole[0] : undefined;
}

/** Every scalar of a value together with the schema that describes it. */
export function* leaves(
  node: SchemaNode,
  value: unknown,
  path: readonly string[] = [],
): Generator<{ readonly node: SchemaNode; readonly value: unknown; readonly path: readonly string[] }> {
  if (node.anyOf) {
    const branch = chooseBranch(node, value);
    if (branch) yield* leaves(branch, value, path);
  } else if (isPlainMap(value)) {
    for (const [key, entry] of Object.entries(value))
      yield* leaves(entrySchema(node, key) ?? {}, entry, [...path, key]);
  } else if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) yield* leaves(node.items ?? {}, entry, [...path, String(index)]);
  } else {
    yield { node, value, path };
  }
}
