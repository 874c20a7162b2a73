import type { CodeFamily } from './code-family.ts';

/** Codes of proof, lake, state and audit. */
export const ledgerCodes: readonly CodeFamily[] = [
  {
    about: 'proof',
    next: 'look at the document; mend it at its source and run again, or `ledgerline accept REPORT --why TEXT` if it is right as it is',
    codes: {
      CLAIM_ABSENT: 'A document does not state what its feed always states.',
      CLAIM_FAILED: 'What a source claims of a document is not what it holds.',
      EMPTY_UNPROVEN: 'A document has no rows, and nothing proves that it should have none.',
      INTEGRITY_UNPROVEN: 'Nothing proves that a document arrived whole.',
      REJECT_BUDGET: 'More rows, units or money were rejected than the pipeline allows.',
      REPORT_AMBIGUOUS: 'Several documents would be one report.',
      REPORT_CONFLICT: 'The same report lies there in two layouts, which would count it twice.',
      REPORTS_SEVERAL: 'One document holds several reports.',
      NOT_ACCEPTABLE: 'What stands against the report cannot be accepted by anybody.',
      REPORT_UNREAD: 'A held document was not read to its end, so it cannot be accepted.',
    },
  },
  {
    about: 'dead letters',
    next: 'read the report again: `ledgerline run --again REPORT`',
    codes: {
      AMEND_UNSUPPORTED: 'This sink cannot amend what is committed.',
      LETTERS_MISSING: 'Dead letters that the manifest counts are not there any more.',
      LETTERS_UNMAPPED: 'Dead letters cannot be mapped without what only a reading of the whole document gives.',
    },
  },
  {
    about: 'the lake',
    next: 'another process works on this; run again when it is done',
    codes: { SINK_BUSY: 'Another process holds the lock of this report or lake.' },
  },
  {
    about: 'the lake',
    next: 'check the folder, its permissions and free space (`ledgerline doctor` does), then run again; what is committed is intact',
    codes: {
      SINK_WRITE_FAILED: 'The lake cannot be written.',
      SINK_DISK_FULL: 'The disk of the lake is full.',
      SINK_NOT_WRITABLE: 'This process may not write the lake.',
      SINK_PATH_INVALID: 'A name cannot be a folder or file of the lake.',
      SINK_COMMIT_IN_DOUBT: 'The disk failed in the moment of a commit; the next run finds out whether it counts.',
      SINK_TRANSACTION_ENDED: 'A transaction was used after its end.',
      SINK_REPORT_MISMATCH: 'A manifest is about another report than its transaction.',
      SINK_ROWS_INVALID: 'Staged rows are not what was counted; nothing was committed.',
      SINK_TOO_MANY_PARTITIONS: 'A report has rows for more partitions than can be open at once.',
      SINK_VALUE_UNFIT: 'A value does not fit the format of the lake.',
      SINK_PARQUET_UNAVAILABLE: 'Parquet needs @duckdb/node-api, which is not installed beside the configuration.',
      SINK_CANNOT_READ_BACK: 'This sink cannot parse its files again.',
      LEDGERLINE_UNFIT: 'A value does not fit its column in Parquet.',
    },
  },
  {
    about: 'the lake as it was committed',
    next: 'bring the file back from a backup, or `ledgerline run --again REPORT` where the source still has it; `ledgerline lake verify` tells what is left',
    codes: {
      SINK_LEDGER_EDITED: 'A manifest was changed by hand.',
      SINK_LEDGER_DAMAGED: 'The ledger cannot be read.',
      SINK_HISTORY_MISSING: 'Files of a superseded revision are gone.',
      SINK_FILE_MISSING: 'A committed file is gone.',
      SINK_ROWS_UNREADABLE: 'A committed file cannot be read back as rows.',
      SINK_BYTES_DIFFER: 'A committed file is not as it was committed.',
      MANIFEST_CHAIN_BROKEN: 'Manifests of a report do not follow each other.',
      MANIFEST_EDITED: 'A manifest was changed by hand.',
      MANIFEST_MISPLACED: 'A manifest lies where another belongs.',
      MANIFEST_MISSING: 'A manifest is gone.',
      MANIFEST_UNREADABLE: 'A manifest cannot be read.',
      TOTALS_DIFFER: 'Files do not add up to the totals of their manifest.',
      FILE_ROWS: 'A file has another number of rows than its manifest says.',
      FILE_LENGTH: 'A file has another length than its manifest says.',
      FILE_ORPHANED: 'A file lies in the lake that nobody committed.',
      STAGING_STRAY: 'Something lies in the staging folder that no run left there; remove it by hand.',
    },
  },
  {
    about: 'state, spool and audit',
    next: 'check the folder, its permissions and free space (`ledgerline doctor` does), then run again',
    codes: {
      STATE_UNAVAILABLE: 'The state store cannot be opened, read or written.',
      SPOOL_UNUSABLE: 'The spool folder cannot be used.',
      AUDIT_UNREADABLE:
        'An audit log holds a line that is no record; `ledgerline audit verify` says what happened to it.',
      AUDIT_UNWRITABLE: 'The audit stream cannot be written; nothing is committed without it.',
    },
  },
];
