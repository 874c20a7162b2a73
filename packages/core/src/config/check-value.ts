import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { didYouMean } from './nearest.ts';
import type { Problem } from './problem.ts';
import { chooseBranch, entrySchema, isPlainMap, type PlainMap, type SchemaNode, schemaNode } from './schema-node.ts';

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'a map',
  array: 'a list',
  null: 'nothing',
};

/**
 * Everything in which a value differs from its schema, in words for people.
 *
 * Maps are closed: a key that the schema does not name is a problem unless the schema says `additionalProperties: true`.
 */
export function checkValue(schema: TSchema, value: unknown, path: readonly string[] = []): Problem[] {
  const found: Problem[] = [];
  check(schemaNode(schema), value, path, found);
  return found;
}

function check(node: SchemaNode, value: unknown, path: readonly string[], found: Problem[]): void {
  if (node.anyOf) checkUnion(node, value, path, found);
  else if (node.type === 'object' && isPlainMap(value)) checkMap(node, value, path, found);
  else checkLeaf(node, value, path, found);
}

function checkLeaf(node: SchemaNode, value: unknown, path: readonly string[], found: Problem[]): void {
  if (node.type === 'array' && Array.isArray(value)) {
    for (const [index, entry] of value.entries()) check(node.items ?? {}, entry, [...path, String(index)], found);
  }
  for (const error of Value.Errors(node, value)) {
    if (error.instancePath === '') found.push({ path, message: describe(node, value, error.keyword, error.message) });
  }
}

function checkMap(node: SchemaNode, value: PlainMap, path: readonly string[], found: Problem[]): void {
  for (const key of node.required ?? []) {
    if (!Object.hasOwn(value, key)) found.push({ path, message: `"${key}" is missing`, about: 'key' });
  }
  for (const [key, entry] of Object.entries(value)) {
    const schema = entrySchema(node, key);
    if (schema) check(schema, entry, [...path, key], found);
    else found.push({ path: [...path, key], message: unknownKey(node, key), about: 'key' });
  }
  for (const error of Value.Errors(node, value)) {
    const own = error.instancePath === '' && error.keyword !== 'required' && error.keyword !== 'additionalProperties';
    if (own) found.push({ path, message: describe(node, value, error.keyword, error.message) });
  }
}

function unknownKey(node: SchemaNode, key: string): string {
  if (!node.properties) return 'is not a name; use letters, digits, ".", "_" and "-", beginning with a letter or digit';
  const known = Object.keys(node.properties);
  const meant = didYouMean(key, known);
  if (meant) return `unknown key${meant}`;
  return known.length === 0 ? 'unknown key; nothing can be set here' : `unknown key; known are ${known.join(', ')}`;
}

function checkUnion(node: SchemaNode, value: unknown, path: readonly string[], found: Problem[]): void {
  const branch = chooseBranch(node, value);
  const key = discriminator(node);
  if (branch) check(branch, value, path, found);
  else if (!key || !isPlainMap(value)) found.push({ path, message: unionMessage(node, value) });
  else {
    const names = (node.anyOf ?? []).map((entry) => entry.properties?.[key]?.const);
    if (Object.hasOwn(value, key)) found.push({ path: [...path, key], message: oneOf(names, value[key]) });
    else found.push({ path, message: `"${key}" is missing; it is one of ${quoted(names)}`, about: 'key' });
  }
}

/** The property that every alternative has as a constant, such as `kind`. */
function discriminator(node: SchemaNode): string | undefined {
  const branches = node.anyOf ?? [];
  const keys = Object.keys(branches[0]?.properties ?? {});
  return keys.find((key) => branches.every((branch) => branch.properties?.[key]?.const !== undefined));
}

function unionMessage(node: SchemaNode, value: unknown): string {
  const branches = node.anyOf ?? [];
  if (branches.every((branch) => branch.const !== undefined)) {
    return oneOf(
      branches.map((branch) => branch.const),
      value,
    );
  }
  const expected = branches.map((branch) =>
    branch.const === undefined ? (typeNames[branch.type ?? ''] ?? 'a value') : JSON.stringify(branch.const),
  );
  return `expected ${[...new Set(expected)].join(' or ')}, found ${kindOf(value)}`;
}

function quoted(names: readonly unknown[]): string {
  return names.map((name) => JSON.stringify(name)).join(', ');
}

function oneOf(names: readonly unknown[], value: unknown): string {
  const texts = names.filter((name) => typeof name === 'string');
  const meant = typeof value === 'string' ? didYouMean(value, texts) : '';
  const other = typeof value === 'string' ? ', found other text' : `, found ${kindOf(value)}`;
  return `expected one of ${quoted(names)}${meant || other}`;
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'true or false';
  return typeof value === 'number' ? 'a number' : 'a map';
}

function describe(node: SchemaNode, value: unknown, keyword: string, message: string): string {
  const example = node.examples?.[0] === undefined ? '' : `, for example ${String(node.examples[0])}`;
  if (keyword === 'type') {
    const quote = node.type === 'string' && ['number', 'boolean'].includes(typeof value);
    const expected = typeNames[node.type ?? ''] ?? 'another type';
    return `expected ${expected}, found ${kindOf(value)}${quote ? '; put it in quotes to make it text' : ''}${example}`;
  }
  if (keyword === 'const') return oneOf([node.const], value);
  if (keyword === 'enum') return oneOf(node.enum ?? [], value);
  if (keyword === 'pattern') return `must be written differently${example} (pattern ${node.pattern})`;
  if (keyword === 'minLength' && value === '') return 'must not be empty';
  if (keyword === 'minItems' && Array.isArray(value) && value.length === 0) return 'the list must not be empty';
  return message.replace('must be >= ', 'must be at least ').replace('must be <= ', 'must be at most ');
}
