import { type AmendIdentity, reportId, SinkError } from '@ledgerline/core';
import { discardOthers } from './begin.ts';
import { Directories } from './directories.ts';
import type { Environment } from './environment.ts';
import { removeTree } from './files.ts';
import { parentOf, publishedIndex, reportHash, stagingDirectory, stagingName } from './layout.ts';
import { filesOf, type LedgerRecord } from './ledger-record.ts';
import { Parts } from './parts.ts';
import { lockReport } from './report-lock.ts';
import { pendingSyncs, recover } from './roll-forward.ts';
import { LakeTransaction } from './transaction.ts';

/**
 * Starts an amendment of the revision in force, under the report's own lock: its files stay where they are, new parts are numbered after
 * them. Nothing is resumed: what a killed amendment left is discarded.
 */
export async function amend(
  environment: Environment,
  { sequence: known, ...identity }: AmendIdentity,
  onEnd: (transaction: LakeTransaction) => void,
): Promise<LakeTransaction> {
  const { fs, ledger, root: lake, settings, step } = environment;
  const lock = lockReport(environment, identity.report);
  try {
    const report = reportHash(identity.report);
    for (const staging of pendingSyncs(environment, report))
      await environment.exclusive(() => recover(environment, staging));
    const amends = ledger.latest(report);
    if (amends?.sequence !== known) throw overtaken(identity, known, amends);
    const sequence = known + 1;
    const name = stagingName(identity, sequence, settings);
    const root = `${lake}/${stagingDirectory}/${name}`;
    discardOthers(environment, report, name);
    removeTree(fs, root);
    const directories = new Directories(fs, lake);
    directories.ensure(root);
    await directories.flush();
    step('amend:begin');
    const { maxPartRows, maxOpenFiles } = settings;
    const parts = new Parts({ fs, root, maxPartRows, maxOpenFiles, resumed: [], firstIndex: indexAfter(amends) });
    return new LakeTransaction(environment, { identity, sequence, name, root, parts, lock, onEnd, amends });
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** A name that is in force must not be given to another file. */
function indexAfter(record: LedgerRecord): (directory: string) => number {
  const next = new Map<string, number>();
  for (const { path } of filesOf(record))
    next.set(parentOf(path), Math.max(next.get(parentOf(path)) ?? 0, publishedIndex(path) + 1));
  return (directory) => next.get(directory) ?? 0;
}

function overtaken(
  { report }: Pick<AmendIdentity, 'report'>,
  known: number,
  found: LedgerRecord | undefined,
): SinkError {
  const now = found === undefined ? 'nothing is committed of it' : `${found.sequence} is in force`;
  return new SinkError(
    `${reportId(report)} was to be amended as of sequence ${known}, but ${now}. Nothing was changed; look at its dead letters again.`,
    { code: 'SINK_BUSY', disposition: 'retry' },
  );
}
