import {
  compareDecimals,
  createTotals,
  type LakeFile,
  type LakeProblem,
  parseDecimal,
  type TotalLine,
} from '@ledgerline/core';
import type { Environment } from '../environment.ts';
import { ledgerDirectory } from '../layout.ts';
import { filesOf, type LedgerRecord } from '../ledger-record.ts';
import { pastLocator } from '../locate.ts';
import { prunedBefore } from '../prune-mark.ts';
import type { Reader } from './reader.ts';

export interface VerifiedRecord {
  readonly reader: Reader;
  readonly report: string;
  readonly record: LedgerRecord;
  readonly isInForce: boolean;
  readonly mayBeTrusted: boolean;
  /** Told of every file that is there, with its path relative to the lake. */
  readonly seen: (file: LakeFile, path: string) => void;
}

const restoreFile = 'Restore the file from a backup, or remove its report from the ledger and run again.';

/** Reads the files of one record, and compares bytes, rows and exact sums with what it says. */
export async function* verifyRecord(
  environment: Environment,
  { reader, report, record, isInForce, mayBeTrusted, seen }: VerifiedRecord,
): AsyncGenerator<LakeProblem, void, void> {
  const { fs, root } = environment;
  const locate = pastLocator(environment, report, record);
  const sums = createTotals();
  let isWhole = true;
  for (const file of filesOf(record)) {
    const located = locate(file);
    const path = located?.slice(root.length + 1) ?? file.path;
    if (located === undefined || fs.size(located) === undefined) {
      isWhole = false;
      if (!mayBeTrusted || (!isInForce && isPruned(environment, report, record))) continue;
      yield { code: 'FILE_MISSING', path, message: `The file is in a manifest but not in the lake. ${restoreFile}` };
      continue;
    }
    seen(file, path);
    if (!mayBeTrusted) continue;
    const problem = fileDifference(file, await reader.read(located, file, sums));
    if (problem === undefined) continue;
    isWhole = false;
    yield { ...problem, path, message: `${problem.message} ${restoreFile}` };
  }
  if (mayBeTrusted && isWhole)
    for (const message of sumsAgainst(record, sums.lines()))
      yield { code: 'TOTALS_DIFFER', path: `${ledgerDirectory}/${report}/${record.sequence}.json`, message };
}

/** Whether the files of a superseded record may be gone. */
function isPruned({ fs, ledger, root }: Environment, report: string, record: LedgerRecord): boolean {
  const before = prunedBefore(fs, root);
  if (before === undefined || !ledger.sequences(report).includes(record.sequence + 1)) return false;
  return Date.parse(ledger.readUnchecked(report, record.sequence + 1).committedAt) < Date.parse(before);
}

/** What of a file is not as its manifest says. */
export function fileDifference(
  file: LakeFile,
  found: { readonly bytes: number; readonly sha256: string; readonly rows?: number },
): Pick<LakeProblem, 'code' | 'message'> | undefined {
  if (found.bytes !== file.bytes)
    return { code: 'FILE_LENGTH', message: `The file has ${found.bytes} bytes, its manifest says ${file.bytes}.` };
  if (found.sha256 !== file.sha256)
    return { code: 'FILE_CHANGED', message: 'The bytes are not those that were committed (SHA-256).' };
  if (found.rows === undefined)
    return { code: 'FILE_UNREADABLE', message: 'The bytes are those that were committed but no rows of this format.' };
  if (found.rows !== file.rows)
    return { code: 'FILE_ROWS', message: `The file has ${found.rows} rows, its manifest says ${file.rows}.` };
  return undefined;
}

/** What differs between the manifest's counts and totals and those of its files. */
function* sumsAgainst(record: LedgerRecord, found: readonly TotalLine[]): Generator<string, void, void> {
  const rowsOf = (files: readonly LakeFile[]) => files.reduce((sum, { rows }) => sum + rows, 0);
  const { accepted, rejected } = record.counts;
  if (rowsOf(record.files) !== accepted)
    yield `The files hold ${rowsOf(record.files)} rows, the manifest accepted ${accepted}. ${report}`;
  if (rowsOf(record.deadLetters) !== rejected)
    yield `There are ${rowsOf(record.deadLetters)} dead letters, the manifest rejected ${rejected}. ${report}`;
  const computed = new Map(found.map((line) => [cellOf(line), line]));
  for (const line of record.totals) {
    const cell = cellOf(line);
    const other = computed.get(cell);
    computed.delete(cell);
    if (other === undefined) yield `${cell}: in the manifest's totals, but no row has it. ${report}`;
    else if (!isSame(line, other))
      yield `${cell}: the files hold ${textOf(other)}, the manifest says ${textOf(line)}. ${report}`;
  }
  for (const [cell, line] of computed)
    yield `${cell}: the files hold ${textOf(line)}, the manifest has no such total. ${report}`;
}

const report = 'The files are as they were written, so this is a fault of Ledgerline: keep them and report it.';

function cellOf({ territory, period, saleType, currency }: TotalLine): string {
  return [territory, period, saleType, currency ?? 'no currency'].join(' ');
}

function textOf({ rows, units, amount }: TotalLine): string {
  return `${rows} rows, ${units} units, amount ${amount ?? 'none'}`;
}

function isSame(one: TotalLine, other: TotalLine): boolean {
  return one.rows === other.rows && isEqual(one.units, other.units) && isEqual(one.amount, other.amount);
}

/** Equal as numbers: `1.50` is `1.5`. */
function isEqual(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  const [left, right] = [parseDecimal(one), parseDecimal(other)];
  return left !== undefined && right !== undefined && compareDecimals(left, right) === 0;
}
