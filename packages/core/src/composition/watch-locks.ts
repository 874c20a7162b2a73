import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { SinkError } from '../errors/leaves.ts';
import { type HeldLock, tryLock } from '../state/process-lock.ts';
import { stateError } from '../state/state-error.ts';
import type { Clock } from '../time/clock.ts';
import type { WatchRequest } from './ledgerline.ts';

/** How often a watcher that stands by looks whether the other one has ended. */
const standbyMs = 5_000;

export interface LockContext extends Pick<WatchRequest, 'standby' | 'signal' | 'onWatch'> {
  readonly config: LoadedConfig;
  readonly clock: Clock;
}

/** Makes this process the only one that watches some pipelines: all of them or none. */
export async function lockPipelines(names: readonly string[], context: LockContext): Promise<HeldLock> {
  const held: HeldLock[] = [];
  const release = (): void => {
    for (const lock of held) lock.release();
  };
  try {
    // In one order everywhere, so that two watchers never wait for each other.
    for (const name of [...names].sort()) {
      const lock = await lockPipeline(name, context);
      if (lock === undefined) break;
      held.push(lock);
    }
    return { release };
  } catch (error) {
    release();
    throw error;
  }
}

/** Undefined when the watch was told to end while it stood by. */
async function lockPipeline(name: string, context: LockContext): Promise<HeldLock | undefined> {
  const { config, clock, standby, signal, onWatch } = context;
  const folder = join(dirname(config.state), 'watch');
  const path = join(folder, `${name}.sqlite`);
  const note = join(folder, `${name}.txt`);
  for (let told = false; !signal.aborted; told = true) {
    const lock = attempt(path, () => {
      mkdirSync(folder, { recursive: true });
      return tryLock(path);
    });
    if (lock) {
      attempt(note, () =>
        writeFileSync(note, `process ${process.pid} on ${hostname()}, since ${new Date(clock.wall()).toISOString()}\n`),
      );
      return lock;
    }
    const holder = whoHolds(note);
    if (standby !== true)
      throw new SinkError(
        `${name} is watched by ${holder}. Nothing was run; stop that one first, watch other pipelines, or take its place when it ends with --standby.`,
        { code: 'WATCH_BUSY', disposition: 'retry', details: { path } },
      );
    if (!told) onWatch?.({ type: 'standby', pipeline: name, holder });
    await clock.sleepUntil(clock.mono() + standbyMs, signal).catch(() => undefined);
  }
  return undefined;
}

function attempt<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw stateError('locked', path, error);
  }
}

/** A courtesy to whoever reads the message: the note may be a moment old. */
function whoHolds(note: string): string {
  try {
    return readFileSync(note, 'utf8').trim() || 'another process';
  } catch {
    return 'another process';
  }
}
