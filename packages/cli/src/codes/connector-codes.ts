import type { CodeFamily } from './code-family.ts';

/** Codes of the connectors in the box and of imported files. */
export const connectorCodes: readonly CodeFamily[] = [
  {
    about: 'documents of a DSP that contradict themselves or their place',
    next: 'find out which is right; move or rename the document, correct the configuration, or ask the DSP',
    codes: {
      AGREEMENT_UNPROVEN: 'Nothing in a file confirms what its folder says of it.',
      VENDOR_MISMATCH: 'Rows are of another vendor than the file or the configuration says.',
      CURRENCY_MISMATCH: 'Rows are in another currency than the file.',
      TERRITORY_MISMATCH: 'Rows are of another territory than the folder of the file.',
      TERRITORY_CONFLICT: 'Rows are of another territory than was said.',
      TERRITORY_FROM_FOLDER: 'Rows without a territory were taken as of their folder.',
      TERRITORY_UNREADABLE: 'The folder of a document is no two-letter territory.',
      PERIOD_MISMATCH: 'Rows are of another period than the document is about.',
      DATES_SHIFTED: 'Days in a document are not those of its period.',
      PATH_UNEXPECTED: 'A document lies in no folder of the documented layout.',
      FILE_NAME_DIFFERS: 'A document says another name of itself than its file has.',
      PRODUCT_TYPE_UNKNOWN: 'A product type is not known to the connector; rows keep it as their sale type.',
      SALE_FLAG_UNKNOWN: 'What says whether a row is a sale or a return is not known to the connector.',
      RETURN_POSITIVE: 'A return has a positive amount.',
      RETURN_UNFLAGGED: 'A row takes something back and does not say that it is a return.',
      DATES_UNCHECKED: 'Days of a document could not be compared with its period.',
    },
  },
  {
    about: 'files that people bring',
    next: 'say what the file does not say, with the option that the message names; `ledgerline import --help` has them',
    codes: {
      IMPORT_UNCLEAR: 'A file could be several things, or none.',
      PRESET_MISMATCH: 'A file is of another kind than was said.',
      CURRENCY_AMBIGUOUS: 'A file could be in several currencies.',
      DATES_AMBIGUOUS: 'Dates of a file can be read in two orders.',
      DATES_UNREADABLE: 'Dates of a file cannot be read.',
      NUMBERS_AMBIGUOUS: 'Marks in numbers can be read in two ways.',
      NUMBERS_MIXED: 'Numbers of a file contradict each other in how they are written.',
      PERIODS_SEVERAL: 'A file holds several periods; only one is a report.',
      PERIOD_UNKNOWN: 'A file does not say its period.',
      SCOPE_INVALID: 'The scope is of no form this feed has.',
      SCOPE_UNKNOWN: 'A file does not say what tells it apart from others of its period.',
      TOTALS_ROW: 'A file has a row of totals that would be counted twice.',
      SUMMARIES_DIFFER: 'Summaries of a file contradict each other.',
    },
  },
];
