import { createHash } from 'node:crypto';
import { type Partition, type ReportKey, reportId, type SyncIdentity } from '@ledgerline/core';
import type { Settings } from './config.ts';

export const ledgerDirectory = '_ledger';
export const stagingDirectory = '_staging';
export const locksDirectory = '_locks';
export const historyDirectory = '_history';
export const lakeLock = '_lock.sqlite';

function hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Sixteen hex digits that stand for a report in names below `_ledger`, `_staging` and `_locks`. */
export function reportHash(key: ReportKey): string {
  return hex(reportId(key)).slice(0, 16);
}

/** The name of a sync's staging: whose, for which sequence, from what; anything that changes bytes changes it. */
export function stagingName(identity: SyncIdentity, sequence: number, settings: Settings): string {
  const { format, compress, maxPartRows } = settings;
  const { tag, fingerprint, header } = identity;
  const sync = hex(
    JSON.stringify([reportId(identity.report), tag, fingerprint, header, format, compress, maxPartRows]),
  );
  return `${reportHash(identity.report)}-${sequence}-${sync.slice(0, 16)}`;
}

/** Takes a staging name apart; undefined for anything else that lies there. */
export function parseStagingName(name: string): { readonly report: string; readonly sequence: number } | undefined {
  const found = /^([0-9a-f]{16})-(\d+)-[0-9a-f]{16}$/.exec(name);
  return found?.[1] === undefined ? undefined : { report: found[1], sequence: Number(found[2]) };
}

/** What is left of the 255 bytes of a name (ext4, APFS, NTFS) beside `territory=`, rounded down. */
const maxValueLength = 200;

/**
 * A partition value as engines read it back: percent-encoded where a path could misread it.
 *
 * One too long for a name is cut, with a hash so that no two values meet; the rows still have it whole.
 */
function partitionValue(value: string): string {
  if (value === '') return '__HIVE_DEFAULT_PARTITION__';
  const encoded = encodeURIComponent(value.toWellFormed()).replace(
    /[!'()*~]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  if (encoded.length <= maxValueLength) return encoded;
  // A cut must not leave half a character behind, so a run of escapes at the end goes altogether.
  const kept = encoded.slice(0, maxValueLength - 17).replace(/(?:%[0-9A-F]{0,2})+$/, '');
  return `${kept}-${hex(value).slice(0, 16)}`;
}

/** `dsp=spotify/territory=DE/period=2026-03` */
export function partitionDirectory({ dsp, territory, period }: Partition): string {
  return `dsp=${partitionValue(dsp)}/territory=${partitionValue(territory)}/period=${partitionValue(period)}`;
}

export function deadLetterDirectory(key: ReportKey): string {
  return `_dead-letters/dsp=${partitionValue(key.dsp)}`;
}

/** Letters whose rows were accepted later; apart from those that still ask for something. */
export function resolvedDirectory(key: ReportKey): string {
  return `_dead-letters/resolved/dsp=${partitionValue(key.dsp)}`;
}

/** `part-0003.ndjson`: the name of a part while nobody knows the revision. */
export function stagedName(index: number, extension: string): string {
  return `part-${String(index).padStart(4, '0')}.${extension}`;
}

/** `1f0c9a2e-9b1d04c7e1aa-0003.ndjson`: the same report and revision always give the same names. */
export function publishedName(key: ReportKey, revision: string, index: number, extension: string): string {
  const digest = /^[0-9a-f]{12,}$/.test(revision) ? revision : hex(revision);
  return stagedName(index, extension).replace('part', `${reportHash(key).slice(0, 8)}-${digest.slice(0, 12)}`);
}

/** The number of a published part. */
export function publishedIndex(path: string): number {
  return Number(/-(\d+)\.[^/]+$/.exec(path)?.[1] ?? 0);
}

/** Where a published file was staged, below the directory of its sync. */
export function stagedPath(publishedPath: string): string {
  return publishedPath.replace(/[^/]+(-\d+\.[^/]+)$/, 'part$1');
}

/** Where a file of a superseded revision is kept, relative to the lake; `sequence` is the last one that had it. */
export function historyPath(report: string, sequence: number, publishedPath: string): string {
  return `${historyDirectory}/${report}/${sequence}/${publishedPath}`;
}

export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
