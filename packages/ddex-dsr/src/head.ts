import { PayloadError, type Period, parsePeriod, periodOfDays } from '@ledgerline/core';
import type { IssueLog } from './issues.ts';
import { findProfile, type Profile, profiles, recordsOf } from './profiles.ts';
import type { DsrRecord } from './record.ts';

/** What the HEAD of a file says. */
export interface DsrHead {
  readonly messageVersion: string;
  readonly profile: Profile;
  readonly profileVersion: string;
  readonly messageId: string;
  /** As received; RFC 3339 with a zone in a message that keeps the rules. */
  readonly createdAt: string;
  readonly fileNumber: number;
  readonly numberOfFiles: number;
  /** From UsageStartDate to UsageEndDate; undefined when they are no days. */
  readonly period: Period | undefined;
  readonly sender: string;
  readonly senderName: string;
  readonly service: string | undefined;
  readonly recipient: string | undefined;
  readonly recipientName: string | undefined;
  /** The record itself. */
  readonly record: DsrRecord;
}

/**
 * Reads the HEAD.
 *
 * Errors: PayloadError `DSR_VERSION_UNKNOWN` when it is no `dsrf/…`, `DSR_PROFILE_UNSUPPORTED`, `DSR_PROFILE_UNEXPECTED`.
 */
export function readHead(record: DsrRecord, wanted: string | undefined, issues: IssueLog): DsrHead {
  const text = (name: string) => record.get(name)?.trim() ?? '';
  const messageVersion = text('MessageVersion');
  if (!/^dsrf\/\d+(?:\.\d+)*(?:\/\d+(?:\/\d+(?:\.\d+)*)?)?$/.test(messageVersion)) {
    const said = `its message version is ${JSON.stringify(messageVersion)}, which is no dsrf/…`;
    throw refusal(record, 'DSR_VERSION_UNKNOWN', said, 'Read it with the decoder of its own format.');
  }
  const profile = profileOf(record, text('Profile'), wanted);
  const profileVersion = text('ProfileVersion');
  if (recordsOf(profile, profileVersion) === undefined) {
    const message = `${profile.name} ${profileVersion} is no known version; records are read by their own codes`;
    issues.finding('PROFILE_VERSION_UNKNOWN', record, { recordType: 'HEAD', cell: 'ProfileVersion' }, message);
  }
  const fileNumber = positive(text('FileNumber'));
  const numberOfFiles = positive(text('NumberOfFiles'));
  if (fileNumber === undefined || numberOfFiles === undefined || fileNumber > numberOfFiles) {
    const message = `HEAD says that this is file ${text('FileNumber')} of ${text('NumberOfFiles')}, which cannot be`;
    issues.failure('FILE_NUMBER', record, message);
  }
  return Object.freeze({
    messageVersion,
    profile,
    profileVersion,
    messageId: text('MessageId'),
    createdAt: text('MessageCreatedDateTime'),
    fileNumber: fileNumber ?? 1,
    numberOfFiles: numberOfFiles ?? 1,
    period: periodBetween(text('UsageStartDate'), text('UsageEndDate')),
    sender: text('SenderPartyId'),
    senderName: text('SenderName'),
    service: record.get('ServiceDescription'),
    recipient: record.get('RecipientPartyId'),
    recipientName: record.get('RecipientName'),
    record,
  });
}

/** The days from the first of one date cell to the last of another; undefined when one is no date. */
export function periodBetween(start: string, end: string): Period | undefined {
  const from = parsePeriod(start);
  const to = parsePeriod(end);
  return from === undefined || to === undefined ? undefined : periodOfDays(from.start, to.end);
}

function profileOf(record: DsrRecord, name: string, wanted: string | undefined): Profile {
  const profile = findProfile(name);
  if (profile === undefined) {
    const known = profiles.map((one) => one.name).join(', ');
    const said = `its profile is ${JSON.stringify(name)}, which is not read here`;
    throw refusal(record, 'DSR_PROFILE_UNSUPPORTED', said, `Profiles that are read: ${known}.`);
  }
  if (wanted !== undefined && findProfile(wanted) !== profile) {
    const said = `its profile is ${profile.name} where ${wanted} was expected`;
    throw refusal(record, 'DSR_PROFILE_UNEXPECTED', said, 'Check which feed the file belongs to.');
  }
  return profile;
}

function refusal(record: DsrRecord, code: string, said: string, next: string): PayloadError {
  const { object, line, byteOffset } = record;
  const message = `${object} cannot be read: ${said} (line ${line}, byte ${byteOffset}). ${next}`;
  return new PayloadError(message, { code, details: { object, line, byteOffset } });
}

function positive(text: string): number | undefined {
  return /^0*[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined;
}
