import { type LakeFile, SinkError } from '@ledgerline/core';
import { Directories } from './directories.ts';
import type { Environment } from './environment.ts';
import { removeTree } from './files.ts';
import { parentOf, parseStagingName, stagedPath, stagingDirectory } from './layout.ts';
import { filesOf, type LedgerRecord } from './ledger-record.ts';
import { Past } from './past.ts';

/** Names of stagings (of one report, or all) whose manifest is published and in force: what is left of them must still be moved. */
export function pendingSyncs({ fs, ledger, root }: Environment, report?: string): readonly string[] {
  return (fs.list(`${root}/${stagingDirectory}`) ?? [])
    .map(({ name }) => name)
    .filter((name) => {
      const sync = parseStagingName(name);
      if (sync === undefined || (report !== undefined && report !== sync.report)) return false;
      if (ledger.sequences(sync.report).at(-1) !== sync.sequence) return false;
      return ledger.read(sync.report, sync.sequence).staging === name;
    });
}

/** Finishes a published sync whose process died; the lake's lock must be held. */
export async function recover(environment: Environment, staging: string): Promise<void> {
  const sync = parseStagingName(staging);
  if (sync === undefined) return;
  const { fs, ledger, log } = environment;
  // Whoever published may have died before this; nothing may be destroyed while a power cut could still take the manifest back.
  await fs.syncDirectory(ledger.directoryOf(sync.report));
  await rollForward(environment, sync.report, ledger.read(sync.report, sync.sequence));
  log.info('lake.rolled-forward', { staging });
}

/**
 * Moves a published sync's files into their partitions and those of the revision before into the history; the lake's lock must be held.
 *
 * Everything can be done again from the start: directories are flushed even when nothing in them was left to do, because whoever
 * did it may have died before flushing.
 */
export async function rollForward(environment: Environment, report: string, record: LedgerRecord): Promise<void> {
  const { fs, ledger, root, step } = environment;
  const staging = `${root}/${stagingDirectory}/${record.staging}`;
  const published = filesOf(record);
  const before = record.sequence > 1 ? ledger.read(report, record.sequence - 1) : undefined;
  const superseded = before === undefined ? [] : filesOf(before);
  const names = new Set(published.map(({ path }) => path));
  const isStaged = ({ path }: LakeFile) => fs.size(`${staging}/${stagedPath(path)}`) !== undefined;
  const past = new Past(environment, report, record.sequence - 1);
  // A name that both revisions have is about to be given to the new file: the old one gets its second name first.
  await past.link(superseded.filter((file) => names.has(file.path) && isStaged(file)));
  const directories = new Directories(fs, root);
  for (const file of published) directories.ensure(parentOf(`${root}/${file.path}`));
  // A file must not leave its staging for a directory that a power cut could take away.
  await directories.flush();
  for (const file of published) {
    const path = `${root}/${file.path}`;
    directories.touch(parentOf(path));
    if (isStaged(file)) fs.rename(`${staging}/${stagedPath(file.path)}`, path);
    else if (fs.size(path) !== file.bytes) throw missing(path);
    step('publish:part');
  }
  await directories.flush();
  step('publish:flushed');
  await past.move(superseded.filter(({ path }) => !names.has(path)));
  step('staging:remove');
  removeTree(fs, staging);
  await fs.syncDirectory(`${root}/${stagingDirectory}`);
}

function missing(path: string): SinkError {
  return new SinkError(
    `${path} is committed but neither there nor in staging, or has another length. Something else changed the lake; restore the file, or import the report again.`,
    { code: 'SINK_FILE_MISSING', disposition: 'abort', details: { path } },
  );
}
