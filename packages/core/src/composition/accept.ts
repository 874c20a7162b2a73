import { type Acceptance, acceptanceKey, acceptanceSpace, asHeldReport, heldSpace } from '../contracts/acceptance.ts';
import { reportId } from '../contracts/report.ts';
import type { StateStore } from '../contracts/state.ts';
import { ConfigError } from '../errors/leaves.ts';
import { heldReports } from '../pipeline/hold.ts';
import type { RunTools } from '../pipeline/pipeline.ts';
import { ownFaults } from '../pipeline/prove.ts';

/** A person's word that a held report may be committed as it is. */
export interface AcceptRequest {
  /** The report id, as `run` and `status` print it. */
  readonly report: string;
  readonly who: string;
  readonly why: string;
}

/**
 * Records that exactly the document that is held may be committed by the next run; another revision needs another acceptance.
 *
 * Errors: ConfigError `REPORT_NOT_HELD`, `REPORT_UNREAD` (there is no whole document to accept) and `NOT_ACCEPTABLE` (our own books are wrong).
 */
export async function acceptReport(
  { state, audit, clock }: Pick<RunTools, 'state' | 'audit' | 'clock'>,
  { report, who, why }: AcceptRequest,
): Promise<Acceptance> {
  const held = asHeldReport(await state.get(heldSpace, report));
  if (!held) throw await notHeld(report, state);
  const { objections, revision, verdict, object } = held;
  const reasons = objections.map(({ code, message }) => `${code}: ${message}`).join(' ');
  if (revision === undefined)
    throw new ConfigError(`${report} was not read to its end, so there is no document to accept. ${reasons}`, {
      code: 'REPORT_UNREAD',
    });
  const fault = objections.find(({ code }) => ownFaults.has(code));
  if (fault)
    throw new ConfigError(`${report} cannot be accepted: ${fault.code} is a fault of Ledgerline. ${fault.message}`, {
      code: 'NOT_ACCEPTABLE',
    });
  const at = new Date(clock.wall()).toISOString();
  const told = objections.map((objection) => ({ ...objection }));
  const acceptance = { subject: 'report', id: report, revision, objections: told, who, why, at } as const;
  audit.append('report.accepted', { ...acceptance, verdict, object });
  await audit.flush();
  await state.write([{ space: acceptanceSpace, key: acceptanceKey(acceptance), value: acceptance }]);
  return acceptance;
}

async function notHeld(report: string, state: StateStore): Promise<ConfigError> {
  const names = (await heldReports(state)).map((each) => reportId(each.report));
  const list = names.length === 0 ? 'Nothing is held.' : `Held are: ${names.join(', ')}.`;
  return new ConfigError(`${report} is not held, so there is nothing to accept. ${list}`, { code: 'REPORT_NOT_HELD' });
}
