import type { PlannedWake, WatchEvent } from '@ledgerline/core/runtime';
import { errorText } from './error-text.ts';
import type { Paint } from './paint.ts';
import { instant } from './quantities.ts';
import { runText } from './run-text.ts';

const reasons: Readonly<Record<PlannedWake['reason'], string>> = {
  first: 'never run before',
  resume: 'stopped in the middle last time',
  schedule: 'by its schedule',
  due: 'a report becomes due',
  retry: 'a DSP may be asked again',
  regular: 'a regular look',
};

/** What a watcher does, a line or a summary at a time, each with its instant. */
export function watchText(event: WatchEvent, nowMs: number, paint: Paint): string {
  const at = instant(nowMs);
  switch (event.type) {
    case 'standby':
      return paint('wait', `${at} standing by: ${event.pipeline} is watched by ${event.holder}`);
    case 'waiting':
      return [
        `${at} waiting`,
        ...event.wakes.map((wake) => paint('faint', `  ${instant(wake.atMs)} ${wakeText(wake)}`)),
      ].join('\n');
    case 'running':
      return `${at} running ${event.wakes.map(wakeText).join(', ')}`;
    case 'ran':
      return runText(event.summary, paint);
    case 'failed':
      return `${paint('bad', errorText(event.error, { verbose: false }))}\n${at} tried again at ${instant(event.againMs)}`;
  }
}

function wakeText({ pipeline, reason }: PlannedWake): string {
  return `${pipeline} (${reasons[reason]})`;
}
