import type { JsonValue } from '../contracts/json.ts';
import type { Logger } from '../contracts/logger.ts';
import type { Report } from '../contracts/report.ts';
import type { ValidatorSession } from '../contracts/validator.ts';
import type { Pipeline, RunTools } from './pipeline.ts';

/** A validator at work, under the name its snapshot is kept by. */
export type NamedSession = readonly [name: string, session: ValidatorSession];

export interface SessionRequest {
  readonly validators: Pipeline['validators'];
  readonly report: Report;
  readonly money: boolean;
  readonly tools: Pick<RunTools, 'state' | 'lookups'>;
  readonly log: Logger;
  /** What the validators knew at the last checkpoint. */
  readonly snapshots?: Readonly<Record<string, JsonValue>>;
  /** The rows are dead letters, not a document. */
  readonly replay?: boolean;
}

/** Opens the validators of a pipeline for one report. Order: as they will see batches. */
export async function openSessions(request: SessionRequest): Promise<readonly NamedSession[]> {
  const { validators, report, money, tools, log, snapshots = {}, replay } = request;
  const sessions: NamedSession[] = [];
  for (const [index, validator] of validators.entries()) {
    // A pipeline may name one validator twice, with two configs.
    const name = `${index} ${validator.name}`;
    const resumed = snapshots[name];
    const session = await validator.open({
      ...{ report, money, log, state: tools.state, tables: tools.lookups },
      ...(replay ? { replay } : {}),
      ...(resumed === undefined ? {} : { resumed }),
    });
    sessions.push([name, session]);
  }
  return sessions;
}
