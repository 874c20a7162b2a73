import { isLedgerlineError, type LakeProblem } from '@ledgerline/core';
import { ledgerDirectory, reportHash } from '../layout.ts';
import { isIntact, type LedgerRecord } from '../ledger-record.ts';
import type { View } from '../view.ts';

export interface ReadRecord {
  /** Absent when it cannot be read at all. */
  readonly record?: LedgerRecord;
  readonly isInForce: boolean;
  /** Whether what it says can be held against the files. */
  readonly mayBeTrusted: boolean;
  readonly problems: readonly LakeProblem[];
}

const restore = 'Restore it from a backup; until then this report cannot be read or superseded.';

/** The records of one report, oldest first, with what is wrong with each. */
export function* readLedger({ ledger }: View, report: string): Generator<ReadRecord, void, void> {
  const sequences = ledger.sequences(report);
  const last = sequences.at(-1) ?? 0;
  let previous: LedgerRecord | undefined;
  for (let sequence = 1; sequence <= last; sequence += 1) {
    const path = `${ledgerDirectory}/${report}/${sequence}.json`;
    const problems: LakeProblem[] = [];
    const say = (code: string, what: string) => problems.push({ code, path, message: `${what} ${restore}` });
    const record = sequences.includes(sequence) ? readable(ledger, report, sequence) : 'missing';
    if (record === 'missing') say('MANIFEST_MISSING', 'The manifest is gone, though a later one supersedes it.');
    else if (record === 'unreadable') say('MANIFEST_UNREADABLE', 'This is not a manifest.');
    else {
      if (!isIntact(record))
        say('MANIFEST_EDITED', 'The manifest was changed after it was written: its digest does not hold.');
      else if (sequence > 1 && previous !== undefined && record.previousDigest !== previous.digest)
        say(
          'MANIFEST_CHAIN_BROKEN',
          `It does not follow the manifest before it (${sequence - 1}.json): one of the two was replaced.`,
        );
      else if (record.sequence !== sequence || reportHash(record.report) !== report)
        say('MANIFEST_MISPLACED', 'The manifest belongs to another report or sequence than its name says.');
    }
    const found = typeof record === 'string' ? undefined : record;
    yield {
      ...(found === undefined ? {} : { record: found }),
      isInForce: sequence === last,
      mayBeTrusted: problems.length === 0,
      problems,
    };
    previous = found;
  }
}

function readable(ledger: View['ledger'], report: string, sequence: number): LedgerRecord | 'unreadable' {
  try {
    return ledger.readUnchecked(report, sequence);
  } catch (error) {
    if (isLedgerlineError(error) && error.code === 'SINK_LEDGER_DAMAGED') return 'unreadable';
    throw error;
  }
}
