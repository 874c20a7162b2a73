import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isLedgerlineError, type LedgerlineError } from '@ledgerline/core';
import {
  builtinValidators,
  type LoadedConfig,
  type ResolvedPlugins,
  readConfig,
  resolvePlugins,
} from '@ledgerline/core/runtime';
import type { Host } from '../host.ts';
import type { Project } from '../project.ts';
import { type Diagnosis, fault, leftOut, open, quoted, well } from './diagnosis.ts';
import type { Machine } from './machine.ts';

/** Bits of a mode that let others than the owner read. */
const othersRead = 0o044;

export interface CheckedConfig {
  readonly diagnoses: readonly Diagnosis[];
  /** Absent where the configuration or a plugin is at fault. */
  readonly project?: Project;
}

/** The configuration, its variables, its plugins, and what it tells others. */
export async function configChecks(file: string, host: Host, machine: Machine): Promise<CheckedConfig> {
  if ((await machine.kindOf(file)) === 'nothing') {
    const what = `there is no configuration at ${file}`;
    const remedy = { fix: 'write one, or name another with --config', run: `ledgerline init --config ${quoted(file)}` };
    return { diagnoses: [fault('config.found', what, remedy)] };
  }
  const found = well('config.found', `the configuration is ${file}`);
  let config: LoadedConfig;
  try {
    config = await readConfig(file, { env: host.env });
  } catch (error) {
    return { diagnoses: [found, ...complaint(error, file)] };
  }
  const valid = [
    found,
    well('config.variables', 'every variable is set'),
    well('config.valid', 'the configuration is right'),
  ];
  try {
    const plugins = await resolvePlugins(config, { builtin: { validator: builtinValidators }, from: import.meta.url });
    for (const secret of plugins.secrets) host.secrets.add(secret);
    const project = { config, plugins };
    const named = [...plugins.connectors.values()].map(({ name, version }) => `${name} ${version}`);
    const ownChecks = [
      await secretsInFile(file, plugins),
      await readableByOthers(file, plugins, machine),
      windows(config, machine),
    ];
    return {
      diagnoses: [...valid, well('plugins.found', `plugins: ${[...new Set(named)].join(', ')}`), ...ownChecks],
      project,
    };
  } catch (error) {
    if (!isLedgerlineError(error)) throw error;
    return { diagnoses: [...valid.slice(0, 2), ...complaint(error, file)] };
  }
}

function complaint(error: unknown, file: string): Diagnosis[] {
  if (!isLedgerlineError(error)) throw error;
  const what = `${error.message}${placeOf(error)}`;
  if (error.code === 'CONFIG_ENV_MISSING')
    return [
      fault('config.variables', what, {
        fix: 'set the variable where ledgerline runs: export NAME=… in a shell, Environment= in a unit',
      }),
    ];
  if (error.code.startsWith('PLUGIN_'))
    return [
      fault('plugins.found', what, {
        fix: 'mend the name, or install the package in the folder of the configuration: npm install PACKAGE',
      }),
    ];
  return [fault('config.valid', what, { fix: `mend ${file} at the place that is named, as it says` })];
}

function placeOf({ details }: LedgerlineError): string {
  return details.problems === 1 && typeof details.line === 'number'
    ? ` (line ${details.line}, column ${details.column})`
    : '';
}

/** Secrets belong into variables: a file is copied, sent and committed. */
async function secretsInFile(file: string, { secrets }: ResolvedPlugins): Promise<Diagnosis> {
  const text = await readFile(file, 'utf8');
  const inside = secrets.filter((secret) => secret.length >= 4 && text.includes(secret)).length;
  if (inside === 0) return well('config.secrets', 'no secret stands in the configuration');
  return open(
    'config.secrets',
    `${inside === 1 ? 'a secret stands' : `${inside} secrets stand`} in ${file} as written`,
    {
      fix: `put it into an environment variable and write \${NAME} in its place`,
    },
  );
}

async function readableByOthers(file: string, { secrets }: ResolvedPlugins, machine: Machine): Promise<Diagnosis> {
  const mode = await machine.modeOf(file);
  const text = await readFile(file, 'utf8');
  const hasSecrets = secrets.some((secret) => secret.length >= 4 && text.includes(secret));
  if (mode === undefined || process.platform === 'win32')
    return leftOut('config.permissions', 'this system has no permission bits');
  if (!hasSecrets || (mode & othersRead) === 0) return well('config.permissions', 'nobody else can read secrets');
  return fault('config.permissions', `others on this machine can read ${file}, and a secret stands in it`, {
    fix: 'let only its owner read it',
    run: `chmod 600 ${quoted(resolve(file))}`,
  });
}

/** A pipeline whose window begins in the future never reads anything. */
function windows({ pipelines }: LoadedConfig, machine: Machine): Diagnosis {
  const today = new Date(machine.wallMs()).toISOString().slice(0, 10);
  const future = Object.values(pipelines).filter(({ since }) => since > today);
  if (future.length === 0) return well('config.windows', 'every pipeline has days to read');
  const names = future.map(({ name, since }) => `${name} (since ${since})`).join(', ');
  return open('config.windows', `nothing is due before its window begins: ${names}`, {
    fix: 'correct `since`, or wait',
  });
}
