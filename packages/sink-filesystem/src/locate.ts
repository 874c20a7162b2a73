import { type LakeFile, SinkError } from '@ledgerline/core';
import { historyPath, stagedPath, stagingDirectory } from './layout.ts';
import { filesOf, type LedgerRecord } from './ledger-record.ts';
import type { View } from './view.ts';

/** Where a file of the record in force is now: a process may be in the middle of moving it, or have died there. */
export function locator({ fs, root }: View, record: LedgerRecord): (file: LakeFile) => string {
  const staging = `${root}/${stagingDirectory}/${record.staging}`;
  const unfinished = fs.list(staging) !== undefined;
  return (file) => {
    const staged = `${staging}/${stagedPath(file.path)}`;
    return unfinished && fs.size(staged) !== undefined ? staged : `${root}/${file.path}`;
  };
}

/** Where a file of a record is now, in force or not; undefined when it is not kept. */
export function pastLocator(view: View, report: string, record: LedgerRecord): (file: LakeFile) => string | undefined {
  const { fs, ledger, root } = view;
  const newer = ledger.sequences(report).filter((sequence) => sequence > record.sequence);
  // Read only when a file is not where its own revision left it: hardly ever.
  const records = new Map<number, LedgerRecord>();
  const recordOf = (sequence: number): LedgerRecord => {
    const found = records.get(sequence) ?? ledger.readUnchecked(report, sequence);
    records.set(sequence, found);
    return found;
  };
  /** Whether the process that publishes a record has not come to this name yet. */
  const isUntouched = (next: LedgerRecord, path: string): boolean => {
    const staging = `${root}/${stagingDirectory}/${next.staging}`;
    if (fs.list(staging) === undefined) return false;
    return find(next, path) === undefined || fs.size(`${staging}/${stagedPath(path)}`) !== undefined;
  };
  return (file) => {
    let last = record;
    for (const sequence of newer) {
      const kept = `${root}/${historyPath(report, last.sequence, file.path)}`;
      if (fs.size(kept) !== undefined) return kept;
      const next = recordOf(sequence);
      // A later record may go on using the file.
      if (find(next, file.path)?.sha256 !== file.sha256) {
        const path = `${root}/${file.path}`;
        return isUntouched(next, file.path) && fs.size(path) === file.bytes ? path : undefined;
      }
      last = next;
    }
    return locator(view, last)(file);
  };
}

function find(record: LedgerRecord, path: string): LakeFile | undefined {
  return filesOf(record).find((file) => file.path === path);
}

/** What to say of a superseded file that is not there any more. */
export function forgotten(path: string, prunedBefore: string | undefined): SinkError {
  const why =
    prunedBefore === undefined
      ? 'something else changed the lake: restore it from a backup'
      : `revisions superseded before ${prunedBefore} were pruned: ask for a later instant`;
  return new SinkError(`${path} was in force then but is not kept; ${why}.`, {
    code: 'SINK_HISTORY_MISSING',
    disposition: 'abort',
    details: { path },
  });
}
