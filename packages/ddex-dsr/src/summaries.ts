import type { IssueLog } from './issues.ts';
import { cellReader, type DsrRecord } from './record.ts';

const summaryId = cellReader(['SummaryRecordId']);

/**
 * The summary rows of a message, found by SummaryRecordId.
 *
 * Shape: an id may stand on several rows, one per rights controller and type of right; they are kept apart.
 */
export class Summaries {
  readonly #byId = new Map<string, DsrRecord[]>();
  readonly #keys = new Set<string>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(record: DsrRecord, issues: IssueLog): void {
    const id = record.get('SummaryRecordId') ?? '';
    this.#count++;
    const key = JSON.stringify([record.type.slice(0, 4), id, ...controllerOf(record)]);
    if (this.#keys.has(key)) {
      const subject = { recordType: record.type, cell: 'SummaryRecordId' };
      const message = `${record.type} repeats a SummaryRecordId with the same rights controller and type of right`;
      issues.finding('SUMMARY_REPEATED', record, subject, message);
    }
    this.#keys.add(key);
    const found = this.#byId.get(id);
    if (found === undefined) this.#byId.set(id, [record]);
    else found.push(record);
  }

  /** The rows of an id; of those, the ones of the record's own rights controller when it names one of them. */
  of(record: DsrRecord): readonly DsrRecord[] {
    const id = summaryId(record);
    const found = id === undefined ? undefined : this.#byId.get(id);
    if (found === undefined) return [];
    if (found.length < 2) return found;
    const [controller, right] = controllerOf(record);
    if (controller === undefined) return found;
    const own = found.filter((summary) => {
      const [theirs, theirRight] = controllerOf(summary);
      return theirs === controller && (right === undefined || theirRight === undefined || theirRight === right);
    });
    return own.length > 0 ? own : found;
  }

  *[Symbol.iterator](): Generator<DsrRecord, void, void> {
    for (const records of this.#byId.values()) yield* records;
  }
}

function controllerOf(record: DsrRecord): [string | undefined, string | undefined] {
  return [record.first('RightsControllerPartyId', 'RightsController'), record.first('RightsType')];
}
