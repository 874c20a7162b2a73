import type { JsonValue } from '../contracts/json.ts';
import type { Logger } from '../contracts/logger.ts';
import type { Report } from '../contracts/report.ts';
import type { ValidatorSession } from '../contracts/validator.ts';
import type { Mapping } from '../map/mapping.ts';
import type { Pipeline, RunTools } from './pipeline.ts';
import type { Reading } from './reading.ts';

/** A validator at work, under the name its snapshot is kept by. */
export type NamedSession = readonly [name: string, session: ValidatorSession];

export interface SessionRequest {
  readonly validators: Pipeline['validators'];
  /** Its name, for findings that are listed by pipeline. */
  readonly pipeline?: string;
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
  const { validators, pipeline, report, money, tools, log, snapshots = {}, replay } = request;
  const sessions: NamedSession[] = [];
  for (const [index, validator] of validators.entries()) {
    // A pipeline may name one validator twice, with two configs.
    const name = `${index} ${validator.name}`;
    const resumed = snapshots[name];
    const session = await validator.open({
      ...{ report, money, log, state: tools.state, tables: tools.lookups },
      ...(pipeline === undefined ? {} : { pipeline }),
      ...(replay ? { replay } : {}),
      ...(resumed === undefined ? {} : { resumed }),
    });
    sessions.push([name, session]);
  }
  return sessions;
}

/** Tells validators the columns of the document; unmapped ones are noted here when none of them asks for columns. */
export function tellColumns(
  sessions: readonly NamedSession[],
  { header, unknownHeaders: unmapped }: Pick<Mapping, 'header' | 'unknownHeaders'>,
  reading: Pick<Reading, 'finding'>,
): void {
  const asking = sessions.filter(([, session]) => session.columns);
  for (const [, session] of asking) session.columns?.({ header, unmapped });
  if (asking.length > 0) return;
  for (const name of unmapped)
    reading.finding('COLUMN_UNKNOWN', `Column "${name}" is new: neither mapped nor known to be ignored.`);
}
