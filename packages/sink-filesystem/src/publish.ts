import { isLedgerlineError, type LakeFile, type Manifest, type ManifestDraft, SinkError } from '@ledgerline/core';
import { commitTime } from './commit-time.ts';
import { Directories } from './directories.ts';
import type { Environment } from './environment.ts';
import { writeDurably } from './files.ts';
import { reportHash, stagingDirectory } from './layout.ts';
import { type LedgerRecord, manifestOf, recordText, sealRecord } from './ledger-record.ts';
import { rollForward } from './roll-forward.ts';

/** A staging ready to be published: all its files durable under their staged names. */
export interface Publication {
  readonly staging: string;
  readonly sequence: number;
  readonly draft: ManifestDraft;
  readonly files: readonly LakeFile[];
  readonly deadLetters: readonly LakeFile[];
  readonly resolved?: readonly LakeFile[];
  /** It changes what is said of the revision in force, and supersedes none. */
  readonly amends?: LedgerRecord;
}

/** Publishes a staging: the manifest's name in the ledger is the commit point, everything after it can be finished by anyone. */
export function publish(environment: Environment, publication: Publication): Promise<Manifest> {
  const { exclusive, fs, ledger, log, root, step } = environment;
  const report = reportHash(publication.draft.report);
  return exclusive(async () => {
    const record = recordOf(environment, publication, ledger.latest(report));
    const prepared = `${root}/${stagingDirectory}/${publication.staging}/manifest.json`;
    await writeDurably(fs, prepared, recordText(record));
    const directories = new Directories(fs, root);
    directories.ensure(ledger.directoryOf(report));
    await directories.flush();
    step('commit:before-rename');
    // A link and not a rename: it fails when the sequence is taken, whatever became of the locks.
    if (!fs.link(prepared, ledger.pathOf(report, record.sequence))) throw overtaken(environment, record);
    step('commit:after-rename');
    await settle(environment, report, record);
    try {
      await rollForward(environment, report, record);
    } catch (error) {
      if (!isLedgerlineError(error)) throw error;
      log.warn('lake.roll-forward.unfinished', { staging: record.staging, code: error.code, reason: error.message });
    }
    return manifestOf(record);
  });
}

/** Makes the commit point durable; until that is known, nothing that the old state needs may go. */
async function settle({ fs, ledger }: Environment, report: string, record: LedgerRecord): Promise<void> {
  try {
    await fs.syncDirectory(ledger.directoryOf(report));
  } catch (cause) {
    const path = ledger.pathOf(report, record.sequence);
    throw new SinkError(
      `The manifest ${path} is in place, but its directory could not be flushed. Check the disk and run again: the commit is then finished if it survived, or the report resumed from its checkpoint.`,
      { code: 'SINK_COMMIT_IN_DOUBT', disposition: 'retry', details: { path }, cause },
    );
  }
}

function recordOf(
  environment: Environment,
  publication: Publication,
  previous: LedgerRecord | undefined,
): LedgerRecord {
  const { draft, sequence, files, deadLetters, resolved, staging, amends } = publication;
  const record = sealRecord({
    manifestVersion: 1,
    sequence,
    ...(previous === undefined || amends !== undefined ? {} : { supersedes: previous.revision }),
    committedAt: commitTime(environment, previous),
    ...draft,
    files,
    deadLetters,
    ...(resolved === undefined || resolved.length === 0 ? {} : { resolved }),
    staging,
    ...(previous === undefined ? {} : { previousDigest: previous.digest }),
  });
  if ((previous?.sequence ?? 0) + 1 !== sequence) throw overtaken(environment, record);
  return record;
}

function overtaken({ ledger }: Environment, record: LedgerRecord): SinkError {
  const path = ledger.pathOf(reportHash(record.report), record.sequence);
  return new SinkError(
    `Another process committed this report first (${path} exists). Nothing of this sync was published; run again to compare with what is there.`,
    { code: 'SINK_BUSY', disposition: 'retry', details: { path } },
  );
}
