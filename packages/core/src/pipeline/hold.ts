import { asHeldReport, type HeldReport, heldSpace, type Objection } from '../contracts/acceptance.ts';
import type { SyncOutcome } from '../contracts/events.ts';
import { type ReportKey, reportId, type Verdict } from '../contracts/report.ts';
import type { StateStore, StateWrite } from '../contracts/state.ts';
import type { PlanScope } from './plan.ts';

/** Verdicts that a person must decide about. */
const forPeople: ReadonlySet<Verdict> = new Set(['incomplete', 'unproven', 'held']);

/** What the state store must know of an outcome: held from when on and why, or no longer. Other ends leave it as it is. */
export async function holding(
  outcome: SyncOutcome,
  { pipeline, state, wallMs }: { readonly pipeline: string; readonly state: StateStore; readonly wallMs: number },
): Promise<StateWrite[]> {
  const { report, object, verdict, effect, revision, code, message, rejected } = outcome;
  const key = reportId(report);
  if (effect !== 'none') return [{ space: heldSpace, key, value: undefined }];
  if (!forPeople.has(verdict)) return [];
  const objections = outcome.objections ?? told(code, message);
  const before = asHeldReport(await state.get(heldSpace, key));
  const since = before?.revision === revision && before?.since ? before.since : new Date(wallMs).toISOString();
  const value = {
    report: { ...report },
    ...{ pipeline, object, verdict, rejected, since },
    ...(revision === undefined ? {} : { revision }),
    objections: objections.map((objection) => ({ ...objection })),
  };
  return [{ space: heldSpace, key, value }];
}

function told(code = 'HELD', message = 'No reason was given.'): readonly Objection[] {
  return [{ code, message }];
}

/** Everything that waits for a person. Order: by report id. */
export async function heldReports(state: StateStore): Promise<readonly HeldReport[]> {
  return (await state.list(heldSpace)).flatMap(({ value }) => asHeldReport(value) ?? []);
}

/** Lets go of what this pipeline holds although it is no longer listed; what another one of the same reports holds is that one's. */
export async function releaseUnlisted(
  { dsp, account, feed }: PlanScope,
  pipeline: string,
  listed: readonly ReportKey[],
  state: StateStore,
): Promise<void> {
  const ids = new Set(listed.map(reportId));
  const held = await state.list(heldSpace, `${dsp}/${account}/${feed}/`);
  const own = held.filter(({ value }) => (asHeldReport(value)?.pipeline ?? pipeline) === pipeline);
  const gone = own.filter(({ key }) => !ids.has(key)).map(({ key }) => ({ space: heldSpace, key, value: undefined }));
  if (gone.length > 0) await state.write(gone);
}
