import type { ClassifyRule } from '../contracts/policy.ts';

/** What classification may know of an error body: the values at the paths that rules name, and nothing else. */
export type BodyFacts = Readonly<Record<string, readonly string[]>>;

const longestFact = 64;
const longestQuote = 200;
const violated = 'json:violated-policies[]';

export function factKey(kind: 'json' | 'xml', path: string): string {
  return `${kind}:${path}`;
}

/** The DSP's own words at a path, for messages. */
export function quoteKey(path: string): string {
  return `quote:${path}`;
}

export function violatedPolicies(facts: BodyFacts): readonly string[] {
  return facts[violated] ?? [];
}

/** Takes the named values out of an error body; total, whatever the body is. */
export function bodyFacts(body: string | undefined, rules: readonly ClassifyRule[]): BodyFacts {
  if (body === undefined || body === '') return {};
  const facts: Record<string, readonly string[]> = {};
  const add = (key: string, values: readonly string[], longest = longestFact) => {
    if (values.length > 0) facts[key] = values.slice(0, 16).map((value) => value.slice(0, longest));
  };
  const json = parseJson(body);
  if (json !== undefined) add(violated, jsonValues(json, ['violated-policies[]']));
  for (const { when, quote = [] } of rules) {
    if (when.json !== undefined && json !== undefined) {
      add(factKey('json', when.json.path), jsonValues(json, when.json.path.split('.')));
    }
    if (when.xml !== undefined) add(factKey('xml', when.xml.path), xmlValues(body, when.xml.path));
    for (const path of quote) add(quoteKey(path), xmlValues(body, path), longestQuote);
  }
  return facts;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function jsonValues(value: unknown, path: readonly string[]): readonly string[] {
  const [step, ...rest] = path;
  if (step === undefined) {
    const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return plain ? [String(value)] : [];
  }
  const name = step.endsWith('[]') ? step.slice(0, -2) : step;
  const inner = name === '' ? value : memberOf(value, name);
  if (!step.endsWith('[]')) return inner === undefined ? [] : jsonValues(inner, rest);
  return Array.isArray(inner) ? inner.flatMap((element: unknown) => jsonValues(element, rest)) : [];
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

const xmlPiece = /<(\/?)([A-Za-z_][\w:.-]*)[^<>]*?(\/?)>|([^<]+)/g;

/** The texts at a slash path of element names, the path ending anywhere in the document. */
function xmlValues(body: string, path: string): readonly string[] {
  const open: string[] = [];
  const values: string[] = [];
  for (const [, closing, name, empty, text] of body.matchAll(xmlPiece)) {
    if (text !== undefined) {
      const here = open.join('/');
      const found = (here === path || here.endsWith(`/${path}`)) && text.trim() !== '';
      if (found) values.push(text.trim());
    } else if (closing === '/') {
      open.pop();
    } else if (name !== undefined && empty !== '/') {
      open.push(name);
    }
  }
  return values;
}
