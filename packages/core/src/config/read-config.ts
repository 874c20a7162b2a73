import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Value } from 'typebox/value';
import { ConfigError } from '../errors/leaves.ts';
import { checkValue } from './check-value.ts';
import { type ConfigFile, ConfigSchema } from './config-schema.ts';
import { type ConfigSource, readSource } from './config-source.ts';
import { withDefaults } from './defaults.ts';
import { loadPipelines } from './load-pipelines.ts';
import type { LoadedConfig, PluginEntry } from './loaded-config.ts';
import { resolvePaths } from './path.ts';
import { policyProblems } from './policy-blocks.ts';
import { configError, type Problem } from './problem.ts';
import { isPlainMap } from './schema-node.ts';
import type { Environment } from './substitute.ts';

/**
 * Reads and checks a `ledgerline.yaml`; every problem of the file is in the one error.
 *
 * Errors: ConfigError `CONFIG_NOT_FOUND`, `CONFIG_ENV_MISSING` or `CONFIG_INVALID`, with `details.file`, `line` and `column`.
 */
export async function readConfig(file: string, options: { readonly env: Environment }): Promise<LoadedConfig> {
  return parseConfig(file, await readText(file), options);
}

/** {@link readConfig} for a text that is at hand; relative paths are relative to the folder of `file`. */
export function parseConfig(file: string, text: string, options: { readonly env: Environment }): LoadedConfig {
  const source = readSource(file, text, options.env);
  if (source.value === undefined && source.problems.length > 0)
    throw configError(file, located(source, source.problems));
  const value = withDefaults(ConfigSchema, source.value);
  const problems = [...source.problems, ...formProblems(source, value)];
  const folder = dirname(resolve(file));
  if (!Value.Check(ConfigSchema, value)) throw configError(file, located(source, problems));
  const pipelines = loadPipelines(value, problems);
  if (problems.length > 0) throw configError(file, located(source, problems));
  const paths = resolvePaths(ConfigSchema, value, folder);
  return Object.freeze({
    ...base(Value.Check(ConfigSchema, paths) ? paths : value),
    file: resolve(file),
    folder,
    pipelines,
    source,
  });
}

function base({ state, spool, seed, sinks, validators }: ConfigFile) {
  return {
    state,
    spool,
    ...(seed !== undefined && { seed }),
    sinks: entries(sinks),
    validators: entries(validators),
  };
}

function entries(plugins: Readonly<Record<string, { use: string }>>): Readonly<Record<string, PluginEntry>> {
  return Object.fromEntries(Object.entries(plugins).map(([name, { use, ...config }]) => [name, { use, config }]));
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const absent = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw new ConfigError(
      absent
        ? `There is no configuration at ${file}; write one, or name another with --config.`
        : `The configuration ${file} cannot be read; check that it is a file and its permissions.`,
      { code: 'CONFIG_NOT_FOUND', details: { file }, cause },
    );
  }
}

/** Problems of form; a text whose variable is missing is not judged further. */
function formProblems(source: ConfigSource, value: unknown): readonly Problem[] {
  if (value === undefined || value === null) {
    return [{ path: [], message: 'the configuration is empty; it needs at least `sinks` and `pipelines`' }];
  }
  if (!isPlainMap(value)) {
    return [
      { path: [], message: 'the configuration is not a map; it begins with keys such as `sinks:` and `pipelines:`' },
    ];
  }
  const judged = new Set(source.problems.filter(({ path }) => path.length > 0).map(({ path }) => JSON.stringify(path)));
  const problems = [...checkValue(ConfigSchema, value), ...policyProblems(value)];
  return problems.filter(({ path }) => !judged.has(JSON.stringify(path)));
}

/** The problems with the places they stand at. */
export function located(source: ConfigSource, problems: readonly Problem[]): readonly Problem[] {
  return problems.map((problem) => {
    const position = problem.position ?? source.locate(problem.path, problem.about);
    return position ? { ...problem, position } : problem;
  });
}
