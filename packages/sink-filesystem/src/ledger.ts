import { type ReportKey, reportId } from '@ledgerline/core';
import type { FileSystem } from './file-system.ts';
import { readText } from './files.ts';
import { ledgerDirectory, reportHash } from './layout.ts';
import { edited, isIntact, type LedgerRecord, parseRecord } from './ledger-record.ts';

/** Reads manifests; needs no lock, since a manifest appears whole and is never changed by us. */
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

  /** One record; refuses one that was changed by hand. */
  read(report: string, sequence: number): LedgerRecord {
    const record = this.readUnchecked(report, sequence);
    if (!isIntact(record)) throw edited(this.pathOf(report, sequence));
    return record;
  }

  readUnchecked(report: string, sequence: number): LedgerRecord {
    const path = this.pathOf(report, sequence);
    return parseRecord(readText(this.#fs, path), path);
  }

  /** Directories of the ledger, one a report, in any order. */
  hashes(): readonly string[] {
    return (this.#fs.list(this.#root) ?? []).filter(({ directory }) => directory).map(({ name }) => name);
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
    for (const report of this.hashes()) {
      const id = this.#idOf(report);
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
