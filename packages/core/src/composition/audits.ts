import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readAudit } from '../audit/read-audit.ts';
import type { AuditMark, AuditVerdict } from '../audit/verify-audit.ts';
import { verifyAuditFile } from '../audit/verify-audit-file.ts';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { reportId } from '../contracts/report.ts';
import type { OpenSink } from '../contracts/sink.ts';
import type { StateStore } from '../contracts/state.ts';
import { ConfigError } from '../errors/leaves.ts';
import { auditHeadSpace, notedHead } from './audit-heads.ts';
import { type AuditedRun, readAuditedRun } from './audited-run.ts';
import { type ReportStory, reportStory } from './report-story.ts';

/** What became of the audit log of one run. */
export interface AuditCheck {
  readonly run: string;
  readonly file: string;
  readonly verdict: AuditVerdict;
  /** Whether the run closed its log; the end of one that did not is open, and only manifests bound it. */
  readonly isClosed: boolean;
  /** Places outside of the log that it was compared with. */
  readonly marks: number;
}

/** The audit logs of a configuration. */
export interface Audits {
  /** Ids of runs that have a log or are said to have had one. Order: oldest first. */
  runs(): Promise<readonly string[]>;
  /** Follows the chain of every log, or of one, and compares it with manifests, state store and the runs that came after. Order: as `runs`. */
  verify(run?: string): AsyncGenerator<AuditCheck>;
  /** Everything the log of a run says about it. Errors: ConfigError `RUN_UNKNOWN`. */
  read(run: string): Promise<AuditedRun>;
  /** What happened to one report, over all runs that a log is left of. Order: as it happened. */
  story(report: string): Promise<ReportStory>;
}

export interface AuditSources {
  readonly config: LoadedConfig;
  readonly state: StateStore;
  openSink(name: string): Promise<OpenSink>;
}

export function createAudits(sources: AuditSources): Audits {
  const folder = join(dirname(sources.config.state), 'runs');
  const fileOf = (run: string): string => join(folder, run, 'audit.ndjson');

  async function logged(): Promise<readonly string[]> {
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((run) => existsSync(fileOf(run)))
      .sort();
  }

  async function known(run: string): Promise<string> {
    if (existsSync(fileOf(run))) return fileOf(run);
    throw new ConfigError(
      `There is no audit log of a run ${run} in ${folder}; \`ledgerline audit verify\` lists them.`,
      {
        code: 'RUN_UNKNOWN',
      },
    );
  }

  async function runs(): Promise<readonly string[]> {
    const noted = (await sources.state.list(auditHeadSpace)).map(({ key }) => key);
    return [...new Set([...(await logged()), ...noted])].sort();
  }

  return {
    runs,
    async *verify(only) {
      const marks = await marksOf(sources, await logged(), fileOf);
      const all = [...new Set([...(await runs()), ...marks.byRun.keys()])].sort();
      if (only !== undefined && !all.includes(only)) await known(only);
      for (const run of only === undefined ? all : [only]) {
        const file = fileOf(run);
        const end = marks.ends.get(run);
        const others = marks.byRun.get(run) ?? [];
        const facts = { run, file, isClosed: end !== undefined, marks: others.length + (end ? 1 : 0) };
        const verdict = existsSync(file)
          ? await verifyAuditFile(file, { marks: others, ...(end ? { end } : {}) })
          : goneLog(file, end ?? others[0]);
        yield { ...facts, verdict };
      }
    },
    read: async (run) => readAuditedRun(await known(run)),
    story: async (report) =>
      reportStory(
        report,
        (await logged()).map((run) => [run, fileOf(run)] as const),
      ),
  };
}

function goneLog(file: string, mark: AuditMark | undefined): AuditVerdict {
  const told = mark ? `: ${mark.keptBy} says that it had ${mark.records} records` : '';
  return { intact: false, problem: 'missing', seq: 0, line: 1, message: `The whole audit log ${file} is gone${told}.` };
}

interface Marks {
  readonly ends: ReadonlyMap<string, AuditMark>;
  readonly byRun: ReadonlyMap<string, readonly AuditMark[]>;
}

/** Every place that kept where a log once stood: the state store, manifests of all sinks, and the first records of later runs. */
async function marksOf(
  { config, state, openSink }: AuditSources,
  logged: readonly string[],
  fileOf: (run: string) => string,
): Promise<Marks> {
  const ends = new Map<string, AuditMark>();
  const byRun = new Map<string, AuditMark[]>();
  const add = (run: string, mark: AuditMark): void => {
    byRun.set(run, [...(byRun.get(run) ?? []), mark]);
  };
  for (const { value } of await state.list(auditHeadSpace)) {
    const { run, ...end } = notedHead(value) ?? {};
    if (run !== undefined && 'head' in end)
      ends.set(run, { records: end.records, head: end.head, keptBy: 'the state store' });
  }
  for (const name of Object.keys(config.sinks))
    for await (const { audit, run, report, sequence } of (await openSink(name)).manifests({ history: true }))
      if (audit) add(run, { ...audit, keptBy: `manifest ${sequence} of ${reportId(report)}` });
  for (const run of logged) {
    const previous = await previousOf(fileOf(run));
    if (previous) add(previous.run, { records: previous.records, head: previous.head, keptBy: `run ${run}` });
  }
  return { ends, byRun };
}

async function previousOf(file: string): Promise<AuditedRun['previous']> {
  try {
    for await (const { kind, record } of readAudit(file))
      return kind === 'run.started' ? notedHead(record.previous) : undefined;
  } catch {
    // A log that cannot be read says so when its own chain is followed.
  }
  return undefined;
}
