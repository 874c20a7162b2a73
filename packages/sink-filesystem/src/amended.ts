import { resolvedDirectory } from './layout.ts';
import type { LedgerRecord } from './ledger-record.ts';
import { byPath, type SealedFiles } from './seal-parts.ts';

/** The files of a record with an amendment's own: rows are added, open letters replaced, resolved ones kept and added to. */
export function amended(record: LedgerRecord, sealed: SealedFiles) {
  const directory = `${resolvedDirectory(record.report)}/`;
  const isResolved = ({ path }: { readonly path: string }) => path.startsWith(directory);
  return {
    files: [...record.files, ...sealed.files].sort(byPath),
    deadLetters: sealed.deadLetters.filter((file) => !isResolved(file)),
    resolved: [...(record.resolved ?? []), ...sealed.deadLetters.filter(isResolved)].sort(byPath),
  };
}
