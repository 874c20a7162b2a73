import { createSystemClock, type WatchEvent } from '@ledgerline/core/runtime';
import type { ExitName } from '../exit-codes.ts';
import { type GlobalOptions, type Host, redacted, redactedJson } from '../host.ts';
import { readProject, withLedgerline } from '../project.ts';
import { errorFacts } from '../render/error-facts.ts';
import { createPaint } from '../render/paint.ts';
import { watchText } from '../render/watch-text.ts';
import { verboseLog } from '../verbose-log.ts';
import { exitOfRun, runFacts } from './run.ts';

export interface WatchOptions extends GlobalOptions {
  /** Waits while another watcher has the pipelines. */
  readonly standby?: boolean;
}

/** `ledgerline watch`: runs pipelines whenever they are due, until it is stopped. */
export async function watch(pipelines: readonly string[], options: WatchOptions, host: Host): Promise<ExitName> {
  const project = await readProject(options, host);
  const clock = createSystemClock();
  const request = {
    ...(pipelines.length > 0 ? { pipelines } : {}),
    ...(options.standby ? { standby: true } : {}),
    signal: host.signal,
    onWatch: (event: WatchEvent) => tell(event, clock.wall(), options, host),
  };
  const parts = { clock, ...verboseLog(host, options, clock) };
  await withLedgerline(project, parts, (ledgerline) => ledgerline.watch(request));
  return 'ok';
}

function tell(event: WatchEvent, nowMs: number, options: WatchOptions, host: Host): void {
  if (options.json) host.out.write(`${redactedJson(eventFacts(event, nowMs), host.secrets)}\n`);
  else if (!options.quiet || !isWell(event))
    host.out.write(`${redacted(watchText(event, nowMs, createPaint(host.out.colours)), host.secrets)}\n`);
}

/** Runs that went well and waiting are what a watcher is for. */
function isWell(event: WatchEvent): boolean {
  return event.type === 'ran' ? exitOfRun(event.summary) === 'ok' : event.type !== 'failed';
}

function eventFacts(event: WatchEvent, nowMs: number): object {
  const at = new Date(nowMs).toISOString();
  if (event.type === 'failed') return { at, ...event, error: errorFacts(event.error) };
  if (event.type !== 'ran') return { at, ...event };
  return { at, type: event.type, ...runFacts(event.summary, exitOfRun(event.summary)) };
}
