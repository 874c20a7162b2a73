import type { Clock, RunEvent } from '@ledgerline/core';
import type { GlobalOptions, Host } from './host.ts';
import { progressLine } from './render/progress-line.ts';
import { ProgressState } from './render/progress-state.ts';

/** How a run is followed while it goes on. */
export interface Progress {
  take(event: RunEvent): void;
  /** Clears what is live; nothing is written after. */
  stop(): void;
}

/** How often a live display is drawn at most. */
const drawEveryMs = 100;

/** Live lines on a terminal, plain lines elsewhere, nothing with `--quiet`; always on the error stream, never among results. */
export async function createProgress(host: Host, options: GlobalOptions, clock: Clock): Promise<Progress> {
  if (options.quiet) return { take: () => undefined, stop: () => undefined };
  // Log lines and a display that redraws itself do not share a terminal well.
  if (host.err.terminal && !options.verbose) return createLiveProgress(clock);
  return {
    take(event) {
      const line = progressLine(event);
      if (line !== undefined) host.err.write(`${line}\n`);
    },
    stop: () => undefined,
  };
}

async function createLiveProgress(clock: Clock): Promise<Progress> {
  const { logUpdateStderr } = await import('log-update');
  const state = new ProgressState();
  let pending: Disposable | undefined;
  const draw = (): void => {
    pending = undefined;
    logUpdateStderr(state.lines().join('\n'));
  };
  return {
    take(event) {
      state.take(event);
      pending ??= clock.timer(clock.mono() + drawEveryMs, draw);
    },
    stop() {
      pending?.[Symbol.dispose]();
      logUpdateStderr.clear();
      logUpdateStderr.done();
    },
  };
}
