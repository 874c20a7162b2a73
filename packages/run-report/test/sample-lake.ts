import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeadLetter, Manifest, OpenSink, TotalLine } from '@ledgerline/core';
import { createAuditLog, type LedgerCalendar, type ListedFinding } from '@ledgerline/core/runtime';
import type { RunReportSources } from '../src/index.ts';

export const nowMs = Date.UTC(2026, 4, 1);

const report = { dsp: 'tonspur', account: 'a', feed: 'sales', period: '2026-03', scope: '-' };

export function manifest(totals: readonly TotalLine[], change: Partial<Manifest> = {}): Manifest {
  return {
    ...{ report, object: 'march.csv', revision: 'f'.repeat(64), provenance: 'api', verdict: 'complete' },
    counts: { read: totals.length, accepted: totals.length, rejected: 0, skipped: 0 },
    ...{
      skippedBy: {},
      rejectedBy: {},
      totals,
      rejectedTotals: [],
      claims: [],
      claimed: [],
      evidence: [],
      findings: [],
    },
    ...{ connector: { name: 'tonspur', version: '1.0.0' }, schemaVersion: 1, run: 'run-1', manifestVersion: 1 },
    ...{ sequence: 1, committedAt: '2026-04-05T00:00:00.000Z', files: [], deadLetters: [] },
    ...change,
  };
}

export function letter(change: Partial<DeadLetter> = {}): DeadLetter {
  return {
    ...{ id: 'l1', report: 'tonspur/a/sales/2026-03/-', stage: 'validate', code: 'ISRC_INVALID', path: 'isrc' },
    ...{ message: 'no ISRC', source: { object: 'march.csv', record: 7, line: 8, byteOffset: 90 }, raw: 'RAW-ROW' },
    ...change,
  };
}

/** A sink that holds what it is given. */
export function sinkOf(manifests: readonly Manifest[], letters: readonly DeadLetter[] = []): OpenSink {
  return {
    ...{ accepts: 'bytes', encoding: 'ndjson' },
    current: async () => manifests[0],
    manifests: async function* () {
      yield* manifests;
    },
    files: async function* () {},
    deadLetters: async function* () {
      yield* letters;
    },
    begin: async () => {
      throw new Error('not for writing');
    },
    close: async () => undefined,
  };
}

export const noCalendar: LedgerCalendar = { nowMs, feeds: [], acceptances: [] };

/** Sources of a report over an empty ledger, with what is given. */
export function sources(change: Partial<RunReportSources> = {}): RunReportSources {
  const folder = mkdtempSync(join(tmpdir(), 'ledgerline-report-'));
  return {
    ...{ name: 'lake', sink: sinkOf([]), calendar: noCalendar, findings: [] as ListedFinding[], nowMs },
    ...{ folder, runsFolder: join(folder, 'runs') },
    ...change,
  };
}

/** Writes an audit stream as a run would. */
export async function writeRun(
  { runsFolder }: Pick<RunReportSources, 'runsFolder'>,
  run: string,
  records: readonly (readonly [
    kind: string,
    t: number,
    record: Parameters<ReturnType<typeof createAuditLog>['append']>[1],
  ])[],
): Promise<string> {
  const file = join(runsFolder, run, 'audit.ndjson');
  let t = 0;
  const log = createAuditLog({ file, clock: { wall: () => t } });
  for (const [kind, at, record] of records) {
    t = at;
    log.append(kind, record);
  }
  await log.close();
  return file;
}
