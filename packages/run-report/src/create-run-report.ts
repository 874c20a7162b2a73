import { relative } from 'node:path';
import { type DeadLetter, type OpenSink, reportId } from '@ledgerline/core';
import {
  type AuditMark,
  type LedgerCalendar,
  LedgerMoney,
  type ListedFinding,
  readAudit,
  readAuditedRun,
  verifyAuditFile,
} from '@ledgerline/core/runtime';
import { completenessOf } from './completeness.ts';
import { driftFindings } from './drift-facts.ts';
import { headlineOf } from './headline.ts';
import { lettersByReason } from './letters-by-reason.ts';
import { RequestRecord } from './request-record.ts';
import { auditFile } from './run-audit.ts';
import { runFacts } from './run-facts.ts';
import type { AuditFacts, Requests, RunFacts, RunReport } from './run-report.ts';

/** What a report is made of. */
export interface RunReportSources {
  /** The name of the sink in the configuration. */
  readonly name: string;
  readonly sink: OpenSink;
  readonly calendar: LedgerCalendar;
  readonly findings: readonly ListedFinding[];
  /** Absent where nothing ever ran. */
  readonly run?: string;
  /** Where audit streams of runs lie, and what their paths are told relative to. */
  readonly runsFolder: string;
  readonly folder: string;
  /** Units: epoch ms. */
  readonly nowMs: number;
  /** What to do about a dead letter; nothing is told when it does not know. */
  readonly nextStep?: (letter: DeadLetter) => string | undefined;
  /** Territories of each source told one by one. @default 12 */
  readonly top?: number;
}

/** Acts of people told one by one. */
const toldActs = 20;

/** Reads ledger, state and the audit stream of one run; asks no DSP and changes nothing. */
export async function createRunReport(sources: RunReportSources): Promise<RunReport> {
  const { name, sink, nowMs, top } = sources;
  const money = new LedgerMoney();
  const marks: AuditMark[] = [];
  let reports = 0;
  for await (const manifest of sink.manifests()) {
    money.add(manifest);
    reports += 1;
    const { audit, report, run } = manifest;
    if (audit && run === sources.run) marks.push({ ...audit, keptBy: `the manifest of ${reportId(report)}` });
  }
  const calendar = completenessOf(sources.calendar);
  const drift = driftFindings(sources.findings);
  const deadLetters = await lettersByReason(sink, sources.nextStep ?? (() => undefined));
  const { run, requests, audit } = await readRun(sources, marks);
  return {
    reportVersion: 1,
    generatedAt: new Date(nowMs).toISOString(),
    sink: name,
    headline: headlineOf({ run, calendar, deadLetters, drift, audit, reports }),
    ...(run === undefined ? {} : { run }),
    calendar,
    money: money.sources(top === undefined ? {} : { top }),
    ...(requests === undefined ? {} : { requests }),
    ...{ deadLetters, drift },
    ...(audit === undefined ? {} : { audit }),
  };
}

/** A log that is not as it was written is told about and not believed. */
async function readRun(
  { runsFolder, folder, run: name }: RunReportSources,
  marks: readonly AuditMark[],
): Promise<{
  readonly run?: RunFacts | undefined;
  readonly requests?: Requests | undefined;
  readonly audit?: AuditFacts;
}> {
  if (name === undefined) return {};
  const file = auditFile(runsFolder, name);
  const verdict = await verifyAuditFile(file, { marks });
  const where = relative(folder, file).replaceAll('\\', '/');
  if (!verdict.intact) {
    const known = { file: where, records: verdict.seq, intact: false, head: '', problem: verdict.message };
    return { audit: { ...known, acts: [], moreActs: 0 } satisfies AuditFacts };
  }
  const audited = await readAuditedRun(file);
  const requests = new RequestRecord();
  for await (const record of readAudit(file, { wanted: (line) => line.includes('"kind":"policy"') }))
    requests.take(record);
  const acts = audited.acts.map(({ t, ...act }) => ({ at: new Date(t).toISOString(), ...act }));
  const audit: AuditFacts = {
    ...{ file: where, records: verdict.records, intact: true, head: verdict.head },
    ...{ acts: acts.slice(0, toldActs), moreActs: Math.max(0, acts.length - toldActs) },
  };
  return { run: runFacts(audited), requests: requests.facts(), audit };
}
