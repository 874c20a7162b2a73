import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { chooseBranch, entrySchema, isPlainMap, type PlainMap, type SchemaNode, schemaNode } from './schema-node.ts';

/**
 * A copy of the value with the schema's defaults where something is absent.
 *
 * Unlike TypeBox's own `Value.Default` it reaches into records and into alternatives whose value is otherwise wrong,
 * so that one mistake is not reported as several.
 */
export function withDefaults(schema: TSchema, value: unknown): unknown {
  return filled(schemaNode(schema), value);
}

function filled(node: SchemaNode, written: unknown): unknown {
  const value = written === undefined ? structuredClone(node.default) : written;
  if (node.anyOf) return filledUnion(node, value);
  if (Array.isArray(value)) return value.map((entry) => filled(node.items ?? {}, entry));
  if (!isPlainMap(value)) return value;
  const complete: PlainMap = {};
  for (const [key, entry] of Object.entries(value)) set(complete, key, filled(entrySchema(node, key) ?? {}, entry));
  for (const [key, schema] of Object.entries(node.properties ?? {})) {
    if (Object.hasOwn(value, key)) continue;
    const entry = filled(schema, undefined);
    if (entry !== undefined) set(complete, key, entry);
  }
  return complete;
}

/** Defines rather than assigns: `__proto__` is a key like any other here. */
function set(map: PlainMap, key: string, value: unknown): void {
  Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true });
}

function filledUnion(node: SchemaNode, value: unknown): unknown {
  for (const branch of node.anyOf ?? []) {
    const complete = filled(branch, value);
    if (Value.Check(branch, complete)) return complete;
  }
  const branch = chooseBranch(node, value);
  return branch ? filled(branch, value) : value;
}
