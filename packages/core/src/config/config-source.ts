import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Position, Problem } from './problem.ts';
import { type Environment, substitute } from './substitute.ts';

/** A configuration file as values and the places they stand at. */
export interface ConfigSource {
  /** As it was given on the command line, for messages. */
  readonly file: string;
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** Where the entry stands, or the nearest of its parents that is in the file. */
  locate(path: readonly string[], about?: 'key' | 'value'): Position | undefined;
  /** Whether the file itself has an entry at the path. */
  has(path: readonly string[]): boolean;
  /** The variables' values that were put into the text at a path. */
  substituted(path: readonly string[]): readonly string[];
}

/** A file of more values than this is an alias bomb, not a configuration. */
const maxNodes = 100_000;

interface Reading {
  readonly doc: Document;
  readonly env: Environment;
  readonly at: (offset: number | undefined) => Position | undefined;
  readonly places: Map<string, { readonly key?: Position | undefined; readonly value?: Position | undefined }>;
  readonly used: Map<string, readonly string[]>;
  readonly problems: Problem[];
  nodes: number;
}

const placeKey = (path: readonly string[]): string => JSON.stringify(path);

/** Parses YAML 1.2 (core schema: `NO` and `2026-01` are text) and puts environment variables in. */
export function readSource(file: string, text: string, env: Environment): ConfigSource {
  const counter = new LineCounter();
  const doc = parseDocument(text, { lineCounter: counter, version: '1.2', schema: 'core', prettyErrors: false });
  const reading: Reading = {
    doc,
    env,
    at: (offset) => {
      if (offset === undefined) return undefined;
      const { line, col } = counter.linePos(offset);
      return { line, column: col };
    },
    places: new Map(),
    used: new Map(),
    problems: [],
    nodes: 0,
  };
  let readable = true;
  for (const error of [...doc.errors, ...doc.warnings]) {
    if (error.code !== 'DUPLICATE_KEY' && error.name === 'YAMLParseError') readable = false;
    reading.problems.push(syntaxProblem(error.code, error.message, reading.at(error.pos[0])));
  }
  const value = readable && doc.contents ? convert(reading, doc.contents, []) : undefined;
  const { places, used, problems } = reading;
  return {
    file,
    value,
    problems,
    locate(path, about = 'value') {
      for (let length = path.length; length >= 0; length--) {
        const found = places.get(placeKey(path.slice(0, length)));
        const position = about === 'key' ? (found?.key ?? found?.value) : (found?.value ?? found?.key);
        if (position) return position;
      }
      return undefined;
    },
    has: (path) => places.has(placeKey(path)),
    substituted: (path) => used.get(placeKey(path)) ?? [],
  };
}

function syntaxProblem(code: string, message: string, position: Position | undefined): Problem {
  const text =
    code === 'DUPLICATE_KEY'
      ? 'this key stands twice in its map; keep one of them'
      : code === 'MULTIPLE_DOCS'
        ? 'the file has several documents; remove the "---" between them'
        : `not readable as YAML: ${message.replace(/\.?\s*$/, '')}`;
  return { path: [], message: text, ...(position && { position }) };
}

function convert(reading: Reading, node: unknown, path: readonly string[]): unknown {
  if (++reading.nodes > maxNodes) {
    if (reading.nodes === maxNodes + 1) reading.problems.push({ path: [], message: `more than ${maxNodes} values` });
    return undefined;
  }
  if (isAlias(node)) return convert(reading, node.resolve(reading.doc), path);
  const known = reading.places.get(placeKey(path));
  const start = (node as Node | null)?.range?.[0];
  if (!known?.value) reading.places.set(placeKey(path), { ...known, value: reading.at(start) });
  if (isMap(node)) {
    return Object.fromEntries(
      node.items.map((pair) => {
        const key = isScalar(pair.key) ? (pair.key.source ?? String(pair.key.value)) : String(pair.key);
        const entryPath = [...path, key];
        if (!reading.places.has(placeKey(entryPath))) {
          const keyStart = isScalar(pair.key) ? pair.key.range?.[0] : undefined;
          reading.places.set(placeKey(entryPath), { key: reading.at(keyStart) });
        }
        return [key, convert(reading, pair.value, entryPath)];
      }),
    );
  }
  if (isSeq(node)) return node.items.map((item, index) => convert(reading, item, [...path, String(index)]));
  if (!isScalar(node)) return null;
  return typeof node.value === 'string' ? fill(reading, node.value, path) : node.value;
}

function fill(reading: Reading, text: string, path: readonly string[]): string {
  const filled = substitute(text, reading.env);
  if (filled.used.length > 0) reading.used.set(placeKey(path), filled.used);
  for (const message of filled.missing) reading.problems.push({ path, message, code: 'CONFIG_ENV_MISSING' });
  return filled.text;
}
