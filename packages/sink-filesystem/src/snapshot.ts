import type { DeadLetter, LakeFile, Manifest, ReportKey } from '@ledgerline/core';
import { instantOf, recordAt } from './as-of.ts';
import { lines } from './files.ts';
import { type LedgerRecord, manifestOf } from './ledger-record.ts';
import { forgotten, locator, pastLocator } from './locate.ts';
import { prunedBefore } from './prune-mark.ts';
import { byPath } from './seal-parts.ts';
import type { View } from './view.ts';

function* inForce({ ledger }: View): Generator<LedgerRecord, void, void> {
  for (const report of ledger.reports()) {
    const record = ledger.latest(report);
    if (record) yield record;
  }
}

export async function* committedFiles(
  snapshot: View,
  asOf?: string,
): AsyncGenerator<LakeFile & { readonly absolutePath: string }, void, void> {
  if (asOf !== undefined) return yield* filesAt(snapshot, instantOf(snapshot.ledger, asOf));
  const found: (LakeFile & { readonly absolutePath: string })[] = [];
  for (const record of inForce(snapshot)) {
    const locate = locator(snapshot, record);
    for (const file of record.files) found.push({ ...file, absolutePath: locate(file) });
  }
  yield* found.sort(byPath);
}

/** The files that were in force at an instant, where they are now. */
function filesAt(snapshot: View, at: number): (LakeFile & { readonly absolutePath: string })[] {
  const { fs, ledger, root } = snapshot;
  const found: (LakeFile & { readonly absolutePath: string })[] = [];
  for (const report of ledger.reports()) {
    const record = recordAt(ledger, report, at);
    if (record === undefined) continue;
    const locate = pastLocator(snapshot, report, record);
    for (const file of record.files) {
      const absolutePath = locate(file);
      if (absolutePath === undefined) throw forgotten(file.path, prunedBefore(fs, root));
      found.push({ ...file, absolutePath });
    }
  }
  return found.sort(byPath);
}

export async function* committedManifests({ ledger }: View, history: boolean): AsyncGenerator<Manifest, void, void> {
  for (const report of ledger.reports()) {
    const sequences = ledger.sequences(report);
    for (const sequence of history ? sequences : sequences.slice(-1)) yield manifestOf(ledger.read(report, sequence));
  }
}

export async function* committedDeadLetters(
  snapshot: View,
  key: ReportKey | undefined,
  withResolved = false,
): AsyncGenerator<DeadLetter, void, void> {
  const records = key === undefined ? inForce(snapshot) : [snapshot.ledger.current(key)];
  for (const record of records) {
    if (record === undefined) continue;
    const locate = locator(snapshot, record);
    for (const file of withResolved ? [...record.deadLetters, ...(record.resolved ?? [])] : record.deadLetters)
      for (const line of lines(snapshot.fs, locate(file))) yield JSON.parse(line) as DeadLetter;
  }
}
