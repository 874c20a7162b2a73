import type { ItemBatch } from '../contracts/batch.ts';
import type { ItemField } from '../contracts/line-item.ts';
import type { Judge } from '../contracts/validator.ts';
import { areDigits, isIsrcCell } from './cell-checks.ts';
import { createCodeTable } from './code-table.ts';
import { boundedMemo } from './identifiers/bounded-memo.ts';
import { countryCodes, userAssignedCountryCodes } from './identifiers/country-codes.ts';
import { identifyCurrency } from './identifiers/currency.ts';
import { currencyCodes } from './identifiers/currency-codes.ts';
import { identifyGtin } from './identifiers/gtin.ts';
import { type Identified, isAbsent } from './identifiers/identified.ts';
import { identifyIsrc, identifyIsrcs } from './identifiers/isrc.ts';
import { type IdentifiedTerritory, identifyTerritory } from './identifiers/territory.ts';

/** Distinct unusual texts of one field that are remembered. Source: measured, larger maps fall out of the processor's cache and cost more than they save. */
const memoLimit = 2_000;

/** One row's cell under the eyes of a rule. */
export interface Cell {
  readonly batch: ItemBatch;
  readonly index: number;
  readonly judge: Judge;
}

/** How one field is normalised: `isSettled` cells are left alone without making a string; `settle` sees the others, undefined when absent. */
export interface IdentifierRule {
  readonly field: ItemField;
  isSettled(bytes: Uint8Array, start: number, end: number): boolean;
  settle(cell: Cell, raw: string | undefined): void;
}

/** Absent: flagged. Invalid after normalising: rejected, or in `flag` mode removed, for a wrong ISRC would pay a wrong recording. */
export function isrcRule(mode: 'strict' | 'flag'): IdentifierRule {
  const look = boundedMemo(memoLimit, lookAtIsrc);
  return {
    field: 'isrc',
    isSettled: isIsrcCell,
    settle({ batch, index, judge }, raw) {
      const { value, code, note } = raw === undefined ? noIsrc : look(raw);
      if (value !== undefined) {
        batch.set('isrc', index, value);
        judge.flag(index, code, 'isrc', note);
      } else if (code === noIsrc.code) {
        if (raw !== undefined) batch.set('isrc', index, undefined);
        judge.flag(index, code, 'isrc', note);
      } else if (mode === 'flag') {
        batch.set('isrc', index, undefined);
        judge.flag(index, code, 'isrc', `the ISRC was left out, it is ${note}`);
      } else {
        const next = 'correct it at the source and replay the dead letter, or set identifiers: flag';
        judge.reject(index, code, 'isrc', `The ISRC is ${note}, ${placeOf(batch, index)}; ${next}.`);
      }
    },
  };
}

interface IsrcFinding {
  readonly value?: string;
  readonly code: string;
  readonly note: string;
}

const noIsrc: IsrcFinding = { code: 'ISRC_MISSING', note: 'rows have no ISRC' };

function lookAtIsrc(raw: string): IsrcFinding {
  const { state, value, note = '' } = raw.includes('|') ? soleMember(identifyIsrcs(raw)) : identifyIsrc(raw);
  const normalised = 'ISRCs were written with hyphens, blanks or small letters';
  if (value !== undefined) return { value, code: 'ISRC_NORMALISED', note: normalised };
  if (isAbsent(raw)) return noIsrc;
  return { code: state === 'suspect' ? 'ISRC_SEVERAL' : 'ISRC_INVALID', note };
}

/** A list names several recordings; a line item has one, and choosing would be guessing. */
function soleMember(members: readonly Identified[]): Identified {
  const [first] = members;
  const wrong = members.find(({ state }) => state !== 'valid');
  if (first === undefined || wrong !== undefined) return wrong ?? { state: 'invalid', note: 'an empty list' };
  if (members.every(({ value }) => value === first.value)) return first;
  return { state: 'suspect', note: 'a list of several' };
}

/** A UPC never costs a row: what is not a GTIN is flagged and kept as it is. */
export function upcRule(): IdentifierRule {
  const look = boundedMemo(memoLimit, identifyGtin);
  return {
    field: 'upc',
    isSettled: isGtinCell,
    settle({ batch, index, judge }, raw) {
      if (raw === undefined) return;
      if (isAbsent(raw)) {
        batch.set('upc', index, undefined);
        judge.flag(index, 'UPC_MISSING', 'upc', 'rows say that they have no UPC');
        return;
      }
      const { state, value, padded, note, scheme } = look(raw);
      if (value !== undefined && value !== raw) batch.set('upc', index, value);
      if (state === 'invalid') judge.flag(index, 'UPC_INVALID', 'upc', `the UPC is ${note}`);
      else if (state === 'suspect')
        judge.flag(index, 'UPC_SUSPECT', 'upc', `what stands for a UPC is doubtful: ${note}`);
      else if (padded !== undefined) {
        judge.flag(index, 'UPC_PADDED', 'upc', 'zeros were put in front again, the check digit then holds');
      } else if (value !== raw) judge.flag(index, 'UPC_NORMALISED', 'upc', 'UPCs were written with hyphens or blanks');
      else judge.flag(index, 'UPC_SUSPECT', 'upc', `what stands for a UPC is a ${scheme}`);
    },
  };
}

/** 12 to 14 digits whose check digit holds; the short EAN-8 is looked at more closely. */
function isGtinCell(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length < 12 || length > 14 || !areDigits(bytes, start, end)) return false;
  let sum = 0;
  let digits = 0;
  for (let at = end - 1, weight = 1; at >= start; at -= 1, weight = 4 - weight) {
    const digit = bytes[at]! - 0x30;
    digits += digit;
    sum += digit * weight;
  }
  return sum % 10 === 0 && digits > 0;
}

/** A row always has a territory: `ZZ` when the source names no country, with the text received in `territoryRaw`. */
export function territoryRule(): IdentifierRule {
  const look = boundedMemo(memoLimit, lookAtTerritory);
  const settled = createCodeTable([...countryCodes, ...userAssignedCountryCodes], 2);
  const blank = lookAtTerritory('');
  return {
    field: 'territory',
    isSettled: settled.has,
    settle({ batch, index, judge }, raw) {
      const { value, code, message, keepRaw } = raw === undefined ? blank : look(raw);
      if (keepRaw && raw !== undefined && raw !== value && batch.text('territoryRaw', index) === undefined) {
        batch.set('territoryRaw', index, raw);
      }
      if (value !== raw) batch.set('territory', index, value);
      judge.flag(index, code, 'territory', message);
    },
  };
}

interface TerritoryFinding {
  readonly value: string;
  readonly code: string;
  readonly message: string;
  readonly keepRaw: boolean;
}

const unknownTerritory: Readonly<Record<string, string>> = {
  worldwide: 'rows are for the whole world; kept as ZZ',
  tis: 'territories are TIS numbers; kept as ZZ, the number in territoryRaw',
  'tis-group': 'territories are numbers of TIS groups; kept as ZZ, the number in territoryRaw',
};

function lookAtTerritory(raw: string): TerritoryFinding {
  const found: IdentifiedTerritory = identifyTerritory(raw);
  const { scheme, country, state, note = '' } = found;
  if (country === undefined) {
    const blank = raw.trim() === '';
    const other = blank
      ? 'rows name no territory; kept as ZZ'
      : 'territories are of no known scheme; kept as ZZ, the text in territoryRaw';
    const message = (scheme && unknownTerritory[scheme]) ?? other;
    return { value: 'ZZ', code: 'TERRITORY_UNKNOWN', message, keepRaw: !blank };
  }
  if (scheme === 'subdivision') {
    const message = 'territories are parts of a country; the country is kept, the part in territoryRaw';
    return { value: country, code: 'TERRITORY_SUBDIVISION', message, keepRaw: true };
  }
  if (scheme === 'iso-withdrawn') return { value: country, code: 'TERRITORY_WITHDRAWN', message: note, keepRaw: false };
  if (state === 'suspect') return { value: country, code: 'TERRITORY_REPLACED', message: note, keepRaw: true };
  const message = 'territories were written with blanks or small letters';
  return { value: country, code: 'TERRITORY_NORMALISED', message, keepRaw: false };
}

/** An unknown currency makes an amount worthless: rejected on a row with money, flagged elsewhere. */
export function currencyRule(money: boolean): IdentifierRule {
  const look = boundedMemo(memoLimit, identifyCurrency);
  const settled = createCodeTable(currencyCodes, 3);
  return {
    field: 'currency',
    isSettled: settled.has,
    settle({ batch, index, judge }, raw) {
      if (raw === undefined) return;
      const { state, value, withdrawn, note } = look(raw);
      if (value === undefined) {
        if (!money && batch.text('amount', index) === undefined) {
          judge.flag(index, 'CURRENCY_UNKNOWN', 'currency', `the currency is ${note}`);
          return;
        }
        const next =
          'correct it at the source, or map its name to a code with a table step, and replay the dead letter';
        judge.reject(
          index,
          'CURRENCY_UNKNOWN',
          'currency',
          `The currency is ${note}, ${placeOf(batch, index)}; ${next}.`,
        );
        return;
      }
      if (value !== raw) {
        batch.set('currency', index, value);
        judge.flag(index, 'CURRENCY_NORMALISED', 'currency', 'currencies were written with blanks or small letters');
      }
      if (withdrawn) judge.flag(index, 'CURRENCY_WITHDRAWN', 'currency', `${note}; historic statements carry it`);
      if (state === 'suspect') judge.flag(index, 'CURRENCY_SUSPECT', 'currency', `${note}`);
    },
  };
}

function placeOf(batch: ItemBatch, index: number): string {
  return `line ${batch.lines[index]} of ${batch.report.object}`;
}
