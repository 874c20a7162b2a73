import type { CodeFamily } from './code-family.ts';

/** Codes of rows: why one is a dead letter, or what was noticed in it. */
export const rowCodes: readonly CodeFamily[] = [
  {
    about: 'rows that cannot be read',
    next: 'correct the document or how it is read, then `ledgerline run --again REPORT`; these rows cannot be replayed',
    codes: {
      ROW_TOO_LONG: 'A row has more cells than the header.',
      ROW_TOO_SHORT: 'A row has fewer cells than the header.',
      CELL_NOT_DECIMAL: 'A cell is no decimal number.',
      CELL_NOT_INTEGER: 'A cell is no whole number.',
    },
  },
  {
    about: 'rows that cannot be mapped',
    next: 'correct the mapping, or the row at its source; then `ledgerline dlq replay`',
    codes: {
      CELL_NOT_IN_TABLE: 'A cell is none of the values its table knows.',
      AMOUNT_NOT_DECIMAL: 'The amount is no decimal number.',
      UNITS_NOT_INTEGER: 'The units are no whole number.',
      PERIOD_UNREADABLE: 'The period cannot be read.',
      DATE_UNREADABLE: 'A date cannot be read by its pattern.',
      PERIOD_CONFLICT: 'Two places tell different periods of one document.',
    },
  },
  {
    about: 'rows that break a rule',
    next: 'correct it at the source or in the mapping, then `ledgerline dlq replay`; or have the validator flag it',
    codes: {
      CURRENCY_UNKNOWN: 'The currency is no ISO 4217 code.',
      UNITS_NEGATIVE: 'Units are negative though nothing was taken back.',
      RATE_MISSING: 'There is no rate for the currency and month.',
      CATALOGUE_ISRC_UNKNOWN: 'The ISRC is not in your catalogue.',
      CATALOGUE_UPC_UNKNOWN: 'The UPC is not in your catalogue.',
      CATALOGUE_PAIR_UNKNOWN: 'The recording is not on this release in your catalogue.',
    },
  },
  {
    about: 'what was noticed in rows that stay',
    next: 'nothing has to be done; ask the DSP to correct it where it matters to you',
    codes: {
      ISRC_NORMALISED: 'ISRCs were written with blanks, hyphens or small letters.',
      ISRC_SEVERAL: 'A cell holds several ISRCs.',
      UPC_NORMALISED: 'UPCs were written with hyphens or blanks.',
      UPC_PADDED: 'Zeros were put in front of UPCs again; their check digit then holds.',
      UPC_SUSPECT: 'What stands for a UPC is doubtful.',
      CURRENCY_NORMALISED: 'Currencies were written with blanks or small letters.',
      CURRENCY_SUSPECT: 'A currency is a code that is hardly meant.',
      CURRENCY_WITHDRAWN: 'A currency is a code that was withdrawn; historic statements carry it.',
      TERRITORY_NORMALISED: 'Territories were written with blanks or small letters.',
      TERRITORY_REPLACED: 'A territory is written with a code that stands for another one now.',
      TERRITORY_SUBDIVISION: 'Territories are parts of a country; the country is kept, the part in territoryRaw.',
      TERRITORY_UNKNOWN: 'Territories are of no known scheme; kept as ZZ, the text in territoryRaw.',
      TERRITORY_WITHDRAWN: 'A territory is a code that was withdrawn.',
      DPID_SUSPECT: 'What stands for a DDEX party id is doubtful.',
      USD_GIVEN: 'Amounts in US dollars came with the document and were kept.',
    },
  },
];

const fields: Readonly<Record<string, string>> = {
  ISRC: 'The ISRC',
  UPC: 'The UPC',
  TERRITORY: 'The territory',
  PERIOD: 'The period',
  SALE_TYPE: 'The sale type',
  UNITS: 'The number of units',
  AMOUNT: 'The amount',
  AMOUNT_USD: 'The amount in US dollars',
  CURRENCY: 'The currency',
};

const faults: Readonly<Record<string, string>> = {
  INVALID: 'is not of its form.',
  MISSING: 'is missing.',
  UNEXPECTED:
    'has no place in a feed of usage only; declare the feed with money: true, or leave the field out of its mapping.',
};

/** Rules that every field of a line item has. */
export const fieldCodes: CodeFamily = {
  about: 'rows that break a rule',
  next: 'correct it at the source or in the mapping, then `ledgerline dlq replay`; or have the validator flag it',
  codes: Object.fromEntries(
    Object.entries(fields).flatMap(([field, name]) =>
      Object.entries(faults).map(([fault, what]) => [`${field}_${fault}`, `${name} ${what}`]),
    ),
  ),
};
