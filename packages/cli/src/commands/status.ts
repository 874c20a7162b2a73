import type { LedgerCalendar } from '@ledgerline/core/runtime';
import { answer } from '../answer.ts';
import { type ExitName, exitCodes } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';
import { readProject, withLedgerline } from '../project.ts';
import { statusText } from '../render/status-text.ts';

export interface StatusOptions extends GlobalOptions {
  readonly from?: string;
  readonly to?: string;
}

/** `ledgerline status`: which reports are there, and which should be; asks no DSP. */
export async function status(pipelines: readonly string[], options: StatusOptions, host: Host): Promise<ExitName> {
  const project = await readProject(options, host);
  const { from, to } = options;
  const request = {
    ...(pipelines.length > 0 ? { pipelines } : {}),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
  const calendar = await withLedgerline(project, {}, (ledgerline) => ledgerline.calendar(request));
  const end = exitOfCalendar(calendar);
  if (options.quiet && end === 'ok') return end;
  answer(host, options, {
    json: () => ({ exitCode: exitCodes[end].code, asOf: new Date(calendar.nowMs).toISOString(), ...calendar }),
    text: (paint) => statusText(calendar, paint),
  });
  return end;
}

/** Past a promised date, or waiting for a person, is not well; late against an assumed date is. */
export function exitOfCalendar({ feeds }: LedgerCalendar): ExitName {
  const bad = feeds.some(({ cells }) => cells.some(({ state }) => state === 'missing' || state === 'held'));
  return bad ? 'uncommitted' : 'ok';
}
