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

/** The name of the last run that ingested, by the names of its folders, which sort by time. */
export async function lastRun(runsFolder: string): Promise<string | undefined> {
  for (const name of await runNames(runsFolder)) if (await isIngest(auditFile(runsFolder, name))) return name;
  return undefined;
}

/** Order: the last first. */
export async function runNames(runsFolder: string): Promise<readonly string[]> {
  const entries = await readdir(runsFolder, { withFileTypes: true }).catch(() => []);
  const names = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  return names.sort().reverse();
}

async function isIngest(file: string): Promise<boolean> {
  let seen = 0;
  try {
    for await (const { kind, record } of readAudit(file)) {
      if (kind === 'run.started') return ingesting.has(textOf(record, 'command'));
      seen += 1;
      if (seen > beginning) return false;
    }
  } catch {
    return false; // a log that cannot be read is shown when it is asked for by name
  }
  return false;
}

export function textOf(record: JsonObject, name: string): string {
  const value = record[name];
  return typeof value === 'string' ? value : '';
}

export function numberOf(record: JsonObject, name: string): number {
  const value = record[name];
  return typeof value === 'number' ? value : 0;
}
