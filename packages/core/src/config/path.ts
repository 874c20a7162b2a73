import { resolve } from 'node:path';
import { type TSchema, type TString, type TStringOptions, Type } from 'typebox';
import { chooseBranch, entrySchema, isPlainMap, type SchemaNode, schemaNode } from './schema-node.ts';

/**
 * A file or folder in a plugin's config: written relative to the configuration file, handed to the plugin absolute.
 *
 * @example
 * ```ts
 * const Config = Type.Object({ catalogue: Path({ description: 'A CSV of your recordings.' }) });
 * assert.equal(Config.properties.catalogue.type, 'string');
 * ```
 */
export function Path(options: TStringOptions = {}): TString {
  return Type.String({ minLength: 1, ...options, path: true });
}

export function isPath(schema: TSchema): boolean {
  return schemaNode(schema).path === true;
}

/** A copy of the value in which every {@link Path} field is absolute. */
export function resolvePaths(schema: TSchema, value: unknown, folder: string): unknown {
  return absolute(schemaNode(schema), value, folder);
}

function absolute(node: SchemaNode, value: unknown, folder: string): unknown {
  if (node.anyOf) {
    const branch = chooseBranch(node, value);
    return branch ? absolute(branch, value, folder) : value;
  }
  if (isPlainMap(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key, absolute(entrySchema(node, key) ?? {}, entry, folder)]),
    );
  }
  if (Array.isArray(value)) return value.map((entry) => absolute(node.items ?? {}, entry, folder));
  return node.path && typeof value === 'string' ? resolve(folder, value) : value;
}
