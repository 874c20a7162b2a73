import type { DeadLetter, LakeFile, Manifest, ReportKey } from '@ledgerline/core';
import type { FileSystem } from './file-system.ts';
import { lines } from './files.ts';
import { stagedPath, stagingDirectory } from './layout.ts';
import type { Ledger } from './ledger.ts';
import { type LedgerRecord, manifestOf } from './ledger-record.ts';
import { byPath } from './seal-parts.ts';

/** What readers see; takes no lock. */
export interface Snapshot {
  readonly fs: FileSystem;
  readonly root: string;
  readonly ledger: Ledger;
}

/** Where a committed file is now: a process may be in the middle of moving it, or have died there. */
function locator({ fs, root }: Snapshot, record: LedgerRecord): (file: LakeFile) => string {
  const staging = `${root}/${stagingDirectory}/${record.staging}`;
  const unfinished = fs.list(staging) !== undefined;
  return (file) => {
    const staged = `${staging}/${stagedPath(file.path)}`;
    return unfinished && fs.size(staged) !== undefined ? staged : `${root}/${file.path}`;
  };
}

function* inForce({ ledger }: Snapshot): Generator<LedgerRecord, void, void> {
  for (const report of ledger.reports()) {
    const record = ledger.latest(report);
    if (record) yield record;
  }
}

export async function* committedFiles(
  snapshot: Snapshot,
): AsyncGenerator<LakeFile & { readonly absolutePath: string }, void, void> {
  const found: (LakeFile & { readonly absolutePath: string })[] = [];
  for (const record of inForce(snapshot)) {
    const locate = locator(snapshot, record);
    for (const file of record.files) found.push({ ...file, absolutePath: locate(file) });
  }
  yield* found.sort(byPath);
}

export async function* committedManifests(
  { ledger }: Snapshot,
  history: boolean,
): AsyncGenerator<Manifest, void, void> {
  for (const report of ledger.reports()) {
    const sequences = ledger.sequences(report);
    for (const sequence of history ? sequences : sequences.slice(-1)) yield manifestOf(ledger.read(report, sequence));
  }
}

export async function* committedDeadLetters(
  snapshot: Snapshot,
  key: ReportKey | undefined,
): AsyncGenerator<DeadLetter, void, void> {
  const records = key === undefined ? inForce(snapshot) : [snapshot.ledger.current(key)];
  for (const record of records) {
    if (record === undefined) continue;
    const locate = locator(snapshot, record);
    for (const file of record.deadLetters)
      for (const line of lines(snapshot.fs, locate(file))) yield JSON.parse(line) as DeadLetter;
  }
}
