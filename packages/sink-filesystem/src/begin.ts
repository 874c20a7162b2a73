import type { SyncIdentity } from '@ledgerline/core';
import { restoreCheckpoint } from './checkpoint.ts';
import { Directories } from './directories.ts';
import type { Environment } from './environment.ts';
import { removeTree } from './files.ts';
import { parseStagingName, reportHash, stagingDirectory, stagingName } from './layout.ts';
import { loadDuckDB } from './parquet/engine.ts';
import { Parts } from './parts.ts';
import { lockReport } from './report-lock.ts';
import { pendingSyncs, recover } from './roll-forward.ts';
import { LakeTransaction } from './transaction.ts';

/** Starts or resumes the staging of a report; other stagings of it are finished (when published) or discarded. */
export async function begin(
  environment: Environment,
  identity: SyncIdentity,
  onEnd: (transaction: LakeTransaction) => void,
): Promise<LakeTransaction> {
  const { fs, ledger, root: lake, settings, step } = environment;
  // Better now than after an hour of rows.
  if (settings.format === 'parquet') await loadDuckDB();
  const lock = lockReport(environment, identity.report);
  try {
    const report = reportHash(identity.report);
    for (const staging of pendingSyncs(environment, report))
      await environment.exclusive(() => recover(environment, staging));
    const sequence = (ledger.sequences(report).at(-1) ?? 0) + 1;
    const name = stagingName(identity, sequence, settings);
    const root = `${lake}/${stagingDirectory}/${name}`;
    discardOthers(environment, report, name);
    const checkpoint = restoreCheckpoint(fs, root);
    const directories = new Directories(fs, lake);
    directories.ensure(root);
    await directories.flush();
    step('begin');
    const { maxPartRows, maxOpenFiles } = settings;
    const parts = new Parts({ fs, root, maxPartRows, maxOpenFiles, resumed: checkpoint?.parts ?? [] });
    const resumed = checkpoint === undefined ? {} : { resumed: checkpoint.state };
    return new LakeTransaction(environment, { identity, sequence, name, root, parts, lock, onEnd, ...resumed });
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Removes stagings of a report besides one: what they began can no longer be published. */
export function discardOthers({ fs, root }: Environment, report: string, kept: string): void {
  for (const { name } of fs.list(`${root}/${stagingDirectory}`) ?? [])
    if (name !== kept && parseStagingName(name)?.report === report)
      removeTree(fs, `${root}/${stagingDirectory}/${name}`);
}
