import { type Manifest, type ReportKey, reportId, SinkError } from '@ledgerline/core';
import type { FileSystem } from './file-system.ts';
import { readText } from './files.ts';
import { ledgerDirectory, reportHash } from './layout.ts';

/** A manifest as it lies in the ledger: with the staging its files came from, for whoever must finish moving them. */
export interface LedgerRecord extends Manifest {
  readonly staging: string;
}

function isRecord(value: unknown): value is LedgerRecord {
  return (
    typeof value === 'object' &&
    value !== null &&
    'manifestVersion' in value &&
    value.manifestVersion === 1 &&
    'sequence' in value &&
    typeof value.sequence === 'number' &&
    'staging' in value &&
    typeof value.staging === 'string' &&
    'report' in value &&
    'files' in value &&
    Array.isArray(value.files) &&
    'deadLetters' in value &&
    Array.isArray(value.deadLetters)
  );
}

/** The manifest without what is the lake's own business. */
export function manifestOf({ staging: _, ...manifest }: LedgerRecord): Manifest {
  return manifest;
}

/** Reads manifests; needs no lock, since a manifest appears whole and is never changed. */
export class Ledger {
  readonly #fs: FileSystem;
  readonly #root: string;
  /** A hash stands for one report for ever, so what was read once need not be read again to put reports in order. */
  readonly #ids = new Map<string, string>();

  constructor(fs: FileSystem, root: string) {
    this.#fs = fs;
    this.#root = `${root}/${ledgerDirectory}`;
  }

  directoryOf(report: string): string {
    return `${this.#root}/${report}`;
  }

  pathOf(report: string, sequence: number): string {
    return `${this.#root}/${report}/${sequence}.json`;
  }

  /** Sequences of a report, ascending. */
  sequences(report: string): readonly number[] {
    return (this.#fs.list(this.directoryOf(report)) ?? [])
      .flatMap(({ name }) => /^(\d+)\.json$/.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b);
  }

  read(report: string, sequence: number): LedgerRecord {
    const path = this.pathOf(report, sequence);
    const text = readText(this.#fs, path);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      throw damaged(path, cause);
    }
    if (!isRecord(value)) throw damaged(path, undefined);
    return value;
  }

  /** The record in force. */
  latest(report: string): LedgerRecord | undefined {
    const sequence = this.sequences(report).at(-1);
    return sequence === undefined ? undefined : this.read(report, sequence);
  }

  current(key: ReportKey): LedgerRecord | undefined {
    return this.latest(reportHash(key));
  }

  /** Hashes of all reports, in the order of their ids. */
  reports(): readonly string[] {
    const found: { report: string; id: string }[] = [];
    for (const { name: report, directory } of this.#fs.list(this.#root) ?? []) {
      const id = directory ? this.#idOf(report) : undefined;
      if (id !== undefined) found.push({ report, id });
    }
    return found.sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ report }) => report);
  }

  #idOf(report: string): string | undefined {
    const known = this.#ids.get(report);
    if (known !== undefined) return known;
    const latest = this.latest(report);
    if (latest === undefined) return undefined;
    const id = reportId(latest.report);
    this.#ids.set(report, id);
    return id;
  }
}

function damaged(path: string, cause: unknown): SinkError {
  return new SinkError(
    `${path} is not a manifest this version can read. Restore it from a backup, or update Ledgerline if a newer one wrote it; the data files are untouched.`,
    { code: 'SINK_LEDGER_DAMAGED', disposition: 'abort', details: { path }, ...(cause === undefined ? {} : { cause }) },
  );
}
