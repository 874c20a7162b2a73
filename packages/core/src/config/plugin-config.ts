import type { TSchema } from 'typebox';
import { checkValue } from './check-value.ts';
import type { ConfigSource } from './config-source.ts';
import { withDefaults } from './defaults.ts';
import { resolvePaths } from './path.ts';
import type { Problem } from './problem.ts';
import type { PlainMap } from './schema-node.ts';
import { secretFields } from './secret.ts';

/** Where a plugin's config stands in the file. */
export interface ConfigPlace {
  readonly source: ConfigSource;
  /** Absolute; what the config's paths are relative to. */
  readonly folder: string;
  /** The config's own place first, then where the rest of it was merged from. */
  readonly paths: readonly (readonly string[])[];
}

/** A plugin's config with defaults and absolute paths, or what is wrong with it. */
export interface CheckedConfig {
  readonly value: PlainMap;
  readonly problems: readonly Problem[];
  /** Everything in a secret field, whole and by variable. */
  readonly secrets: readonly string[];
}

/** Checks a plugin's config by its schema, with defaults in place; problems stand where the value was written. */
export function checkPluginConfig(schema: TSchema, value: PlainMap, place: ConfigPlace): CheckedConfig {
  const complete = withDefaults(schema, value);
  const problems = checkValue(schema, complete).map((problem) => located(problem, place));
  const secrets = secretFields(schema, complete).flatMap(({ path, text }) => [
    text,
    ...place.paths.flatMap((base) => place.source.substituted([...base, ...path])),
  ]);
  return { value: resolved(schema, complete, place.folder), problems, secrets: [...new Set(secrets)] };
}

function resolved(schema: TSchema, value: unknown, folder: string): PlainMap {
  return { ...Object(resolvePaths(schema, value, folder)) };
}

/** In the first of the bases that has the entry, else in the last. */
function located(problem: Problem, { source, paths }: ConfigPlace): Problem {
  const at = paths.find((base) => source.has([...base, ...problem.path])) ?? paths.at(-1) ?? [];
  const path = [...at, ...problem.path];
  const position = source.locate(path, problem.about);
  return { ...problem, path, ...(position && { position }) };
}
