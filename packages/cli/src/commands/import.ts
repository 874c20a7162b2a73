import { userInfo } from 'node:os';
import type { Examined, FileConfig } from '@ledgerline/connector-file';
import { chosenPreset, standardTemplate } from '@ledgerline/connector-file';
import { ConfigError } from '@ledgerline/core';
import { createSystemClock, type PipelinePreview } from '@ledgerline/core/runtime';
import { answer } from '../answer.ts';
import { type ExitName, exitCodes, exitOfError, weightiest } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';
import { importFolder, type Looked, lookAt } from '../import-files.ts';
import { importProject } from '../import-project.ts';
import { fileConfig, type ImportTarget, type ImportWords, importTarget } from '../import-target.ts';
import { type Project, readProject, withLedgerline } from '../project.ts';
import { errorFacts } from '../render/error-facts.ts';
import { importText } from '../render/import-text.ts';
import { runText } from '../render/run-text.ts';
import { exitOfRun } from './run.ts';

export interface ImportOptions extends GlobalOptions, ImportWords {
  readonly period?: string;
  readonly scope?: string;
  readonly fact?: readonly string[];
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly headerLine?: number;
  readonly decimal?: string;
  readonly thousands?: string;
  readonly dates?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  /** Takes a file again whose revision was superseded. */
  readonly again?: boolean;
  readonly template?: boolean;
  /** Whose act it is, and why: for the audit. */
  readonly who?: string;
  readonly why?: string;
}

/** Rows of each report that a preview shows, and rejected ones. */
const shownRows = 5;

/** `ledgerline import`: shows what files would bring, and commits them after a yes. */
export async function importFiles(names: readonly string[], options: ImportOptions, host: Host): Promise<ExitName> {
  if (options.template) {
    host.out.write(standardTemplate());
    return 'ok';
  }
  if (names.length === 0) throw new ConfigError('Name the file to import, or write an empty one with --template.');
  const project = await readProject(options, host);
  const clock = createSystemClock();
  const folder = importFolder(names, process.cwd());
  const dialect = dialectOf(options);
  const looking = { clock, signal: host.signal };
  const words = options.as === 'ledgerline/csv' ? await wordsOfCsv(folder, dialect, looking, options) : options;
  const target = importTarget(project, words);
  const settings = settingsOf(target, options, dialect, folder.root);
  const looked = await lookAt(folder, target.preset, settings, looking);
  const found = looked.flatMap((look) => ('found' in look ? [look.found] : []));
  const wrong = looked.flatMap((look) => ('error' in look ? [look.error] : []));
  const files = found.map(({ object, sha256 }) => ({ path: object, sha256 }));
  const ready = importProject(project, target, { ...settings, files });
  const preview = wrong.length > 0 ? undefined : await previewOf(ready, target, options, host);
  const would = preview === undefined ? 'uncommitted' : endOf(preview);
  const hasNews = preview?.outcomes.some(({ effect }) => effect === 'committed') ?? false;
  const facts = {
    files: looked.map(lookFacts),
    pipeline: target.pipeline.name,
    account: target.account,
    ...previewFacts(preview),
  };
  const tell = (end: ExitName, more: object = {}) =>
    answer(host, options, {
      json: () => ({ exitCode: exitCodes[end].code, ...facts, ...more }),
      text: (paint) => importText({ looked, target, preview, end }, paint),
    });
  // What only a person can decide about goes on record when it is meant, so that it can be looked at and accepted.
  const forPeople = options.yes === true && preview !== undefined && onlyDiffers(preview);
  if ((!forPeople && (would !== 'ok' || !hasNews)) || options.dryRun) {
    tell(would);
    return would;
  }
  if (!options.yes) {
    if (options.json || host.ask === undefined) {
      tell('previewed');
      return 'previewed';
    }
    tell('ok');
    if (!/^y(es)?$/i.test((await host.ask('Commit this? [y/N] ')).trim())) return 'previewed';
  } else if (!options.json) tell('ok');
  return await commit(ready, target, options, host, tell);
}

async function commit(
  ready: Project,
  { pipeline }: ImportTarget,
  options: ImportOptions,
  host: Host,
  tell: (end: ExitName, more: object) => void,
): Promise<ExitName> {
  const importedBy = { who: options.who ?? userInfo().username, why: options.why ?? '' };
  const chosen = { pipelines: [pipeline.name], signal: host.signal, importedBy };
  const selection = { ...chosen, ...(options.again ? { retake: true } : {}) };
  const summary = await withLedgerline(ready, { clock: createSystemClock() }, (ledgerline) =>
    ledgerline.run(selection),
  );
  const end = exitOfRun(summary);
  if (options.json) tell(end, { run: summary.run, outcomes: summary.pipelines[pipeline.name]?.outcomes ?? [] });
  else answer(host, options, { json: () => ({}), text: (paint) => runText(summary, paint) });
  return end;
}

async function previewOf(ready: Project, { pipeline }: ImportTarget, options: ImportOptions, host: Host) {
  const selection = {
    pipelines: [pipeline.name],
    rows: shownRows,
    signal: host.signal,
    ...(options.again ? { retake: true } : {}),
  };
  const previews = await withLedgerline(ready, { clock: createSystemClock() }, (ledgerline) =>
    ledgerline.preview(selection),
  );
  return previews[pipeline.name];
}

/** Whether all that keeps files back is that the DSP has delivered something else. */
function onlyDiffers({ outcomes, error }: PipelinePreview): boolean {
  const kept = outcomes.filter(({ effect }) => effect === 'none');
  return error === undefined && kept.length > 0 && kept.every(({ code }) => code === 'SOURCES_DIFFER');
}

/** Everything or nothing: one file that would not commit keeps the others back. */
function endOf({ outcomes, error }: PipelinePreview): ExitName {
  const ends = outcomes.map(({ effect }): ExitName => (effect === 'none' ? 'uncommitted' : 'ok'));
  return weightiest([...ends, ...(error ? [exitOfError(error)] : [])]);
}

function settingsOf(
  target: ImportTarget,
  options: ImportOptions,
  dialect: FileConfig['dialect'],
  root: string,
): FileConfig {
  const { config } = target;
  const facts = Object.fromEntries(
    (options.fact ?? []).map((text) => {
      const at = text.indexOf('=');
      if (at < 1) throw new ConfigError(`--fact ${text} is not NAME=VALUE, as in --fact currency=EUR.`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
  return fileConfig({
    ...config,
    drop: { kind: 'directory', path: root },
    prefix: '',
    facts: { ...config.facts, ...facts },
    dialect: { ...config.dialect, ...dialect },
    ...(options.period === undefined ? {} : { period: options.period }),
    ...(options.scope === undefined ? {} : { scope: options.scope }),
  });
}

const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'latin1'] as const;
const delimiters = [',', ';', 'tab', '|'] as const;

function dialectOf({
  encoding,
  delimiter,
  headerLine,
  decimal,
  thousands,
  dates,
}: ImportOptions): FileConfig['dialect'] {
  return {
    ...(encoding === undefined ? {} : { encoding: oneOf('--encoding', encoding, encodings) }),
    ...(delimiter === undefined ? {} : { delimiter: oneOf('--delimiter', delimiter, delimiters) }),
    ...(decimal === undefined ? {} : { decimal: oneOf('--decimal', decimal, ['.', ','] as const) }),
    ...(headerLine === undefined ? {} : { headerLine }),
    ...(thousands === undefined ? {} : { thousands }),
    ...(dates === undefined ? {} : { dates }),
  };
}

function oneOf<Word extends string>(name: string, text: string, words: readonly Word[]): Word {
  const word = words.find((one) => one === text);
  if (word !== undefined) return word;
  throw new ConfigError(`${name} ${text} is none of ${words.join(' ')}.`);
}

/** A file of the lake says itself whose report it is. */
async function wordsOfCsv(
  folder: Parameters<typeof lookAt>[0],
  dialect: FileConfig['dialect'],
  looking: Parameters<typeof lookAt>[3],
  options: ImportOptions,
): Promise<ImportWords> {
  const preset = chosenPreset(fileConfig({ preset: 'ledgerline/csv' }), true);
  const [first] = await lookAt({ ...folder, paths: folder.paths.slice(0, 1) }, preset, { dialect }, looking);
  if (first === undefined || 'error' in first) throw first?.error ?? new ConfigError('Name the file to import.');
  const { dsp, feed, account } = Object.fromEntries(
    Object.entries(first.found.values).map(([name, [value]]) => [name, value]),
  );
  return {
    ...options,
    as: `${dsp}/${feed}`,
    preset: 'ledgerline/csv',
    ...(account === undefined ? {} : { account: options.account ?? account }),
  };
}

function lookFacts(look: Looked): object {
  return 'error' in look
    ? { path: look.path, error: errorFacts(look.error) }
    : { path: look.path, found: withoutLists(look.found) };
}

function withoutLists({ preamble: _preamble, values: _values, ...rest }: Examined): object {
  return rest;
}

function previewFacts(preview: PipelinePreview | undefined): object {
  if (preview === undefined) return {};
  const { outcomes, skipped, error, reports } = preview;
  const told = reports.map(({ draft: _draft, supersedes, ...report }) => ({
    ...report,
    ...(supersedes === undefined ? {} : { supersedes: { ...supersededFacts(supersedes) } }),
  }));
  return { preview: { outcomes, skipped, reports: told, ...(error ? { error: errorFacts(error) } : {}) } };
}

function supersededFacts({
  sequence,
  revision,
  provenance,
  committedAt,
  counts,
  object,
}: NonNullable<PipelinePreview['reports'][number]['supersedes']>) {
  return { sequence, revision, provenance, committedAt, object, accepted: counts.accepted };
}
