import type { SyncOutcome } from '../contracts/events.ts';
import { asJson } from '../contracts/json.ts';
import type { Pipeline, RunTools } from './pipeline.ts';

/** The end of one report, for whoever watches and for the record. */
export function tellSettled({ name }: Pipeline, outcome: SyncOutcome, { audit, onEvent }: RunTools): void {
  audit.append('sync.settled', { pipeline: name, sync: outcome.sync, outcome: asJson(outcome) });
  onEvent({ type: 'sync.settled', pipeline: name, outcome });
}
