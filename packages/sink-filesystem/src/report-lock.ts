import { type HeldLock, type ReportKey, reportId, SinkError } from '@ledgerline/core';
import type { Environment } from './environment.ts';
import { readText } from './files.ts';
import { locksDirectory, reportHash } from './layout.ts';

/** Makes this process the only one that stages a report; SINK_BUSY tells who else does. */
export function lockReport(environment: Environment, key: ReportKey): HeldLock {
  const { clock, fs, holder, locks, root } = environment;
  const path = `${root}/${locksDirectory}/${reportHash(key)}`;
  const held = locks.tryAcquire(`${path}.sqlite`);
  if (!held)
    throw new SinkError(
      `${reportId(key)} is being staged by ${whoHolds(environment, `${path}.txt`)}. Nothing was changed; run again when it is done or has been stopped.`,
      { code: 'SINK_BUSY', disposition: 'retry', details: { path: `${path}.sqlite` } },
    );
  try {
    fs.remove(`${path}.txt`);
    const handle = fs.openAppend(`${path}.txt`);
    try {
      fs.write(handle, new TextEncoder().encode(`${holder}, since ${new Date(clock.wall()).toISOString()}\n`));
    } finally {
      fs.close(handle);
    }
  } catch (error) {
    held.release();
    throw error;
  }
  return held;
}

/** A courtesy to whoever reads the message: the note may be half written or a moment old. */
function whoHolds({ fs }: Environment, path: string): string {
  const note = fs.size(path) === undefined ? '' : readText(fs, path).trim();
  return note === '' ? 'another process' : note;
}
