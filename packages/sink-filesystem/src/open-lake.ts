import { hostname } from 'node:os';
import { resolve, sep } from 'node:path';
import { type HeldLock, isLedgerlineError, type OpenSink, type ReportKey, type SinkContext } from '@ledgerline/core';
import { amend } from './amend.ts';
import { demandInstant } from './as-of.ts';
import { begin } from './begin.ts';
import { type Config, encodingOf, settle } from './config.ts';
import type { Environment } from './environment.ts';
import { createExclusive } from './exclusive.ts';
import type { FileSystem } from './file-system.ts';
import { lakeLock, ledgerDirectory, locksDirectory, parentOf, stagingDirectory } from './layout.ts';
import { Ledger } from './ledger.ts';
import { manifestOf } from './ledger-record.ts';
import { locator } from './locate.ts';
import { type Locks, sqliteLocks } from './locks.ts';
import { nodeFileSystem } from './node-fs-system.ts';
import { prune } from './prune.ts';
import { reportingFileSystem } from './reporting-file-system.ts';
import { pendingSyncs, recover } from './roll-forward.ts';
import { committedDeadLetters, committedFiles, committedManifests } from './snapshot.ts';
import type { Step } from './steps.ts';
import type { LakeTransaction } from './transaction.ts';
import { lakeRows, type RowsFile } from './verify/lake-rows.ts';
import { readBack } from './verify/read-back.ts';
import { verifyLake } from './verify/verify-lake.ts';

/** Seams of an open lake; hosts leave them alone. */
export interface LakeSeams {
  readonly fs?: FileSystem;
  readonly locks?: Locks;
  /** Called at every named step; whatever it throws stops the lake right there. */
  readonly step?: Step;
}

/** Opens a lake and finishes what killed processes left between their commit point and their last move. */
export async function openLake(given: Config, context: SinkContext, seams: LakeSeams = {}): Promise<OpenSink> {
  const settings = settle(given);
  const root = resolve(settings.path).split(sep).join('/');
  const fs = reportingFileSystem(seams.fs ?? nodeFileSystem);
  const locks = seams.locks ?? sqliteLocks;
  const { clock, log } = context;
  const ledger = new Ledger(fs, root);
  const environment: Environment = {
    root,
    settings,
    fs,
    locks,
    ledger,
    clock,
    log,
    exclusive: createExclusive({ locks, clock, path: `${root}/${lakeLock}`, waitMs: settings.lockWaitMs }),
    step: seams.step ?? (() => undefined),
    holder: `process ${process.pid} on ${hostname()}`,
  };
  await ensureDirectories(environment);
  await recoverAll(environment);

  const open = new Set<LakeTransaction>();
  const onEnd = (transaction: LakeTransaction) => void open.delete(transaction);
  return {
    accepts: 'bytes',
    encoding: encodingOf(settings.format),
    async begin(identity) {
      const transaction = await begin(environment, identity, onEnd);
      open.add(transaction);
      return transaction;
    },
    async amend(identity) {
      const transaction = await amend(environment, identity, onEnd);
      open.add(transaction);
      return transaction;
    },
    async current(key) {
      const record = ledger.current(key);
      return record && manifestOf(record);
    },
    manifests: (options) => committedManifests(environment, options?.history ?? false),
    files: (options) => committedFiles(environment, options?.asOf),
    deadLetters: (key, options) => committedDeadLetters(environment, key, options?.resolved ?? false),
    verify: () => verifyLake(environment),
    rows: (key) => lakeRows(environment, filesInForce(environment, key)),
    readBack: (wanted) => readBack(environment, wanted),
    prune: async (before) => prune(environment, demandInstant(before, '--before')),
    async close() {
      for (const transaction of [...open]) await transaction.suspend();
    },
  };
}

/** The data files of the record in force, wherever they are now. */
function filesInForce(environment: Environment, key: ReportKey): RowsFile[] {
  const record = environment.ledger.current(key);
  if (!record) return [];
  const locate = locator(environment, record);
  return record.files.map((file) => ({ path: locate(file), name: file.path }));
}

/** Whoever copied a lake may have left its empty directories behind: without them it can be read all the same, where nothing may be written. */
async function ensureDirectories({ fs, root, log }: Environment): Promise<void> {
  try {
    for (const name of ['', `/${ledgerDirectory}`, `/${stagingDirectory}`, `/${locksDirectory}`])
      await ensureDirectory(fs, `${root}${name}`);
  } catch (error) {
    const isLake = fs.list(`${root}/${ledgerDirectory}`) !== undefined;
    if (!isLake || !isLedgerlineError(error) || error.code !== 'SINK_NOT_WRITABLE') throw error;
    log.debug('lake.read-only', { reason: error.message });
  }
}

/** Creates a directory, ancestors first; touches nothing when it is there, so that a read-only lake can be read. */
async function ensureDirectory(fs: FileSystem, path: string): Promise<void> {
  if (fs.list(path) !== undefined) return;
  const parent = parentOf(path);
  await ensureDirectory(fs, parent === '' ? '/' : parent);
  fs.makeDirectory(path);
  await fs.syncDirectory(parent === '' ? '/' : parent);
}

/** Recovers what it can: whoever holds the lock is doing it already, and readers are right without it. */
async function recoverAll(environment: Environment): Promise<void> {
  const pending = pendingSyncs(environment);
  if (pending.length === 0) return;
  let held: HeldLock | undefined;
  try {
    held = environment.locks.tryAcquire(`${environment.root}/${lakeLock}`);
    if (!held) return;
    // Asked again under the lock: its last holder may have finished some.
    for (const staging of pendingSyncs(environment)) await recover(environment, staging);
  } catch (error) {
    if (!isLedgerlineError(error)) throw error;
    environment.log.warn('lake.roll-forward.unfinished', { code: error.code, reason: error.message });
  } finally {
    held?.release();
  }
}
