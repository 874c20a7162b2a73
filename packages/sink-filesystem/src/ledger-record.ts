import { createHash } from 'node:crypto';
import { type LakeFile, type Manifest, SinkError } from '@ledgerline/core';

/** A manifest as it lies in the ledger: with what the lake needs to finish its publication and to notice a change by hand. */
export interface LedgerRecord extends Manifest {
  /** The staging its files came from. */
  readonly staging: string;
  /** Digest of the record before it of the same report: who changes one and makes its digest anew breaks the chain. */
  readonly previousDigest?: string;
  /** SHA-256 (hex) of the record without this member, as JSON without blanks. */
  readonly digest: string;
}

/** A record that has no digest yet. */
export type OpenRecord = Omit<LedgerRecord, 'digest'>;

function digestOf(record: object): string {
  return createHash('sha256').update(JSON.stringify(record)).digest('hex');
}

export function sealRecord(record: OpenRecord): LedgerRecord {
  return { ...record, digest: digestOf(record) };
}

/** Whether a record is as it was written. */
export function isIntact({ digest, ...record }: LedgerRecord): boolean {
  return digestOf(record) === digest;
}

export function recordText(record: LedgerRecord): string {
  return `${JSON.stringify(record, undefined, 1)}\n`;
}

/** Reads a record's text; whether it was changed since is not looked at. */
export function parseRecord(text: string, path: string): LedgerRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw damaged(path, cause);
  }
  if (!isRecord(value)) throw damaged(path, undefined);
  return value;
}

/** The manifest without what is the lake's own business. */
export function manifestOf({ staging: _, digest: __, previousDigest: ___, ...manifest }: LedgerRecord): Manifest {
  return manifest;
}

/** Every file that a record has in the lake. */
export function filesOf({ files, deadLetters, resolved = [] }: LedgerRecord): readonly LakeFile[] {
  return [...files, ...deadLetters, ...resolved];
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
    'committedAt' in value &&
    typeof value.committedAt === 'string' &&
    'report' in value &&
    'counts' in value &&
    'totals' in value &&
    Array.isArray(value.totals) &&
    'files' in value &&
    Array.isArray(value.files) &&
    'deadLetters' in value &&
    Array.isArray(value.deadLetters)
  );
}

function damaged(path: string, cause: unknown): SinkError {
  return new SinkError(
    `${path} is not a manifest this version can read. Restore it from a backup, or update Ledgerline if a newer one wrote it; the data files are untouched.`,
    { code: 'SINK_LEDGER_DAMAGED', disposition: 'abort', details: { path }, ...(cause === undefined ? {} : { cause }) },
  );
}

/** A record that is not as it was written must not decide anything. */
export function edited(path: string): SinkError {
  return new SinkError(
    `${path} was changed after it was written: its digest does not hold. Restore it from a backup, then run \`ledgerline lake verify\`; the data files are untouched.`,
    { code: 'SINK_LEDGER_EDITED', disposition: 'abort', details: { path } },
  );
}
