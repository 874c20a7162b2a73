import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ConfigError, isLedgerlineError } from '@ledgerline/core';
import { builtinValidators, createSystemClock, readConfig, resolvePlugins } from '@ledgerline/core/runtime';
import { answer } from '../answer.ts';
import type { ExitName } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';
import { type FirstAnswers, firstConfig, isPlainWord, templates } from '../init/first-config.ts';

export interface InitOptions extends GlobalOptions {
  readonly dsp?: string;
  readonly account?: string;
  readonly files?: string;
  readonly lake?: string;
  readonly since?: string;
  /** Takes what was not said as it is proposed, without asking. */
  readonly yes?: boolean;
}

/** `ledgerline init`: a first configuration, asked for on a terminal, by options elsewhere; never writes over a file. */
export async function init(options: InitOptions, host: Host): Promise<ExitName> {
  const answers = await answersOf(options, host);
  const text = firstConfig(answers);
  const template = templates[answers.dsp];
  if (text === undefined || !template)
    throw new ConfigError(
      `There is nothing to begin with for "${answers.dsp}"; there is for ${Object.keys(templates).join(', ')}.`,
      { code: 'USAGE' },
    );
  const file = resolve(options.config);
  await writeNew(file, text);
  await check(file, template.variables, host).catch(async (error: unknown) => {
    await rm(file);
    throw error;
  });
  if (template.takesFiles) await mkdir(resolve(dirname(file), answers.files), { recursive: true });
  const variables = template.variables.filter((name) => !host.env[name]);
  const next = [
    ...(variables.length > 0 ? [`set ${variables.join(', ')}`] : []),
    ...(template.takesFiles ? [`put files into ${answers.files}`] : []),
    '`ledgerline doctor`, then `ledgerline plan` and `ledgerline run`',
  ];
  answer(host, options, {
    json: () => ({ exitCode: 0, file, ...answers, variables }),
    text: (paint) =>
      [paint('good', `${options.config} is written`), ...next.map((step) => `  next: ${step}`)].join('\n'),
  });
  return 'ok';
}

async function answersOf(options: InitOptions, host: Host): Promise<FirstAnswers> {
  const ask = async (name: string, given: string | undefined, question: string, proposal: string): Promise<string> => {
    if (given !== undefined) return plain(`--${name}`, given);
    if (!host.ask || options.yes) return proposal;
    return plain(name, (await host.ask(`${question} [${proposal}] `)).trim() || proposal);
  };
  const dsp = await ask(
    'dsp',
    options.dsp,
    `Which DSP to begin with: ${Object.keys(templates).join(', ')}?`,
    'spotify',
  );
  const account = await ask('account', options.account, 'Whose reports? A name of yours.', 'my-label');
  const takesFiles = templates[dsp]?.takesFiles ?? false;
  const proposal = `./${dsp}-files`;
  const files = takesFiles ? await ask('files', options.files, 'In which folder do files lie?', proposal) : proposal;
  const lake = await ask('lake', options.lake, 'Where should rows go?', './lake');
  const since = await ask('since', options.since, 'From which month on?', lastYear(createSystemClock().wall()));
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(since))
    throw new ConfigError(`"${since}" is no month; write it like 2026-03.`, { code: 'USAGE' });
  return { dsp, account, files, lake, since };
}

function plain(name: string, text: string): string {
  if (isPlainWord(text)) return text;
  throw new ConfigError(`${name}: "${text}" cannot stand in the file as it is; use letters, digits and . / _ @ -`, {
    code: 'USAGE',
  });
}

/** January of the year before. */
function lastYear(wallMs: number): string {
  return `${new Date(wallMs).getUTCFullYear() - 1}-01`;
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (!isThere) throw error;
    throw new ConfigError(`${file} is there already and was left alone; name another with --config.`, {
      code: 'FILE_EXISTS',
      cause: error,
    });
  }
}

/** What was written has to pass `validate`; variables that are not set yet count as set. */
async function check(file: string, variables: readonly string[], host: Host): Promise<void> {
  const set = Object.fromEntries(variables.map((name) => [name, host.env[name] || 'not-set-yet']));
  try {
    const config = await readConfig(file, { env: { ...host.env, ...set } });
    await resolvePlugins(config, { builtin: { validator: builtinValidators }, from: import.meta.url });
  } catch (error) {
    if (!isLedgerlineError(error)) throw error;
    throw new ConfigError(`With these answers the configuration would not be right: ${error.message}`, {
      code: error.code,
      cause: error,
    });
  }
}
