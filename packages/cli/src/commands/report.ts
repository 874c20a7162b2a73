import { writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { ConfigError } from '@ledgerline/core';
import { createSystemClock } from '@ledgerline/core/runtime';
import { createRunReport, lastRun, type RunReport, runNames, runReportPage } from '@ledgerline/run-report';
import { answer } from '../answer.ts';
import { chooseSink } from '../choose-sink.ts';
import type { ExitName } from '../exit-codes.ts';
import { type GlobalOptions, type Host, redacted } from '../host.ts';
import { type Project, readProject, withLedgerline } from '../project.ts';
import { letterNextStep } from '../render/letter-next-step.ts';

export interface ReportOptions extends GlobalOptions {
  readonly sink?: string;
  readonly out?: string;
  readonly top?: number;
}

/** `ledgerline report [RUN]`: a run and the lake as one page, or as JSON; reads only, asks no DSP. */
export async function report(run: string | undefined, options: ReportOptions, host: Host): Promise<ExitName> {
  const project = await readProject(options, host);
  const found = await readReport(project, run, options);
  const file = options.json && options.out === undefined ? undefined : resolve(options.out ?? fileName(found));
  if (file !== undefined) await write(file, redacted(await runReportPage(found), host.secrets));
  if (options.quiet && !options.json) return 'ok';
  answer(host, options, {
    json: () => found,
    text: (paint) => {
      const { tone, title, reasons } = found.headline;
      return [
        paint(tone, title),
        ...reasons.map((reason) => `  ${reason}`),
        '',
        `written to ${shortest(file ?? '')}`,
      ].join('\n');
    },
  });
  return 'ok';
}

async function readReport(
  { config, plugins }: Project,
  run: string | undefined,
  options: ReportOptions,
): Promise<RunReport> {
  const name = chooseSink(config, options.sink);
  const runsFolder = join(dirname(config.state), 'runs');
  if (run !== undefined && !(await runNames(runsFolder)).includes(run))
    throw new ConfigError(`There is no run "${run}" in ${runsFolder}.`, {
      code: 'RUN_UNKNOWN',
      details: { file: config.file },
    });
  const wanted = run ?? (await lastRun(runsFolder));
  const pipelines = Object.values(config.pipelines).flatMap((pipeline) =>
    pipeline.sink === name ? pipeline.name : [],
  );
  return await withLedgerline({ config, plugins }, {}, async (ledgerline) =>
    createRunReport({
      ...{ name, runsFolder, folder: config.folder, nextStep: letterNextStep, nowMs: createSystemClock().wall() },
      sink: await ledgerline.openSink(name),
      calendar: await ledgerline.calendar({ pipelines }),
      findings: (await ledgerline.drift.list()).filter(
        ({ pipeline }) => pipeline === undefined || pipelines.includes(pipeline),
      ),
      ...(wanted === undefined ? {} : { run: wanted }),
      ...(options.top === undefined ? {} : { top: options.top }),
    }),
  );
}

function fileName({ run }: RunReport): string {
  return `ledgerline-report${run ? `-${run.id}` : ''}.html`;
}

async function write(file: string, page: string): Promise<void> {
  try {
    await writeFile(file, page);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`The report cannot be written to ${file} (${why}); name another file with --out.`, {
      code: 'REPORT_UNWRITABLE',
      cause: error,
    });
  }
}

function shortest(file: string): string {
  const short = relative('.', file);
  return short.startsWith('..') ? file : short;
}
