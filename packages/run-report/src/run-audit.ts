import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@ledgerline/core';
import { readAudit } from '@ledgerline/core/runtime';

/** Commands that ingest; logs of others are about what people did. */
const ingesting = new Set(['run', 'import']);
/** A log whose beginning has no `run.started` among so many records has none. */
const beginning = 50;

/** Where the audit log of a run lies, beside the state store. */
export function auditFile(runsFolder: string, run: string): string {
  return join(runsFolder, run, 'audit.ndjson');
}

/** The name of the last run that ingested. Names of folders sort by the second in which a run began; within one, its log says which was later. */
export async function lastRun(runsFolder: string): Promise<string | undefined> {
  let last: { readonly name: string; readonly startedAt: string } | undefined;
  for (const name of await runNames(runsFolder)) {
    if (last && secondOf(name) !== secondOf(last.name)) break;
    const startedAt = await ingestStart(auditFile(runsFolder, name));
    if (startedAt !== undefined && (last === undefined || startedAt > last.startedAt)) last = { name, startedAt };
  }
  return last?.name;
}

function secondOf(run: string): string {
  return run.split('-', 1)[0] ?? run;
}

/** Order: the last first. */
export async function runNames(runsFolder: string): Promise<readonly string[]> {
  const entries = await readdir(runsFolder, { withFileTypes: true }).catch(() => []);
  const names = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  return names.sort().reverse();
}

/** When a run that ingests began, as an ISO instant; undefined for logs of other commands. */
async function ingestStart(file: string): Promise<string | undefined> {
  let seen = 0;
  try {
    for await (const { kind, record } of readAudit(file)) {
      if (kind === 'run.started')
        return ingesting.has(textOf(record, 'command')) ? textOf(record, 'startedAt') : undefined;
      seen += 1;
      if (seen > beginning) return undefined;
    }
  } catch {
    return undefined; // a log that cannot be read is shown when it is asked for by name
  }
  return undefined;
}

export function textOf(record: JsonObject, name: string): string {
  const value = record[name];
  return typeof value === 'string' ? value : '';
}

export function numberOf(record: JsonObject, name: string): number {
  const value = record[name];
  return typeof value === 'number' ? value : 0;
}
