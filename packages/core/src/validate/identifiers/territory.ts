import {
  countryCodes,
  replacedCountryCodes,
  subdivisionCodes,
  userAssignedCountryCodes,
  withdrawnCountryCodes,
} from './country-codes.ts';
import { type Identified, upperAscii } from './identified.ts';

export type TerritoryScheme = 'iso' | 'iso-withdrawn' | 'tis' | 'tis-group' | 'subdivision' | 'worldwide';

/** A territory; `country` is the alpha-2 code it stands for or lies in, absent when it is no single country. */
export interface IdentifiedTerritory extends Identified {
  readonly scheme?: TerritoryScheme;
  readonly country?: string;
}

const current: ReadonlySet<string> = new Set([...countryCodes, ...userAssignedCountryCodes]);
const withdrawn: ReadonlySet<string> = new Set(withdrawnCountryCodes);
const subdivisions: ReadonlySet<string> = new Set(subdivisionCodes);

/**
 * Reads a territory as text: `NA` is Namibia and `NO` is Norway, whatever a reader of CSV or YAML would make of them.
 *
 * Shape: ISO 3166-1 alpha-2 with `XK`; withdrawn codes as they are; `UK` and `TP` as suspect, replaced by `GB` and `TL`; CISAC TIS numbers
 * (`840`, groups `2100` to `2136`) with their scheme; `ES-CE`, `ES-CN`, `ES-ML`; `Worldwide`. Everything else is invalid.
 * Source: ISO 3166, DDEX allowed values set 1.2.
 *
 * @example
 * ```ts
 * assert.equal(identifyTerritory('NA').country, 'NA');
 * assert.equal(identifyTerritory('840').scheme, 'tis');
 * ```
 */
export function identifyTerritory(raw: string): IdentifiedTerritory {
  const text = upperAscii(raw.trim());
  if (text === '') return { state: 'invalid', note: 'blank' };
  if (current.has(text)) return { state: 'valid', value: text, scheme: 'iso', country: text };
  const replacement = Object.hasOwn(replacedCountryCodes, text) ? replacedCountryCodes[text] : undefined;
  if (replacement !== undefined) {
    const note = `${text} is not a country code in force, ${replacement} is meant`;
    return { state: 'suspect', value: replacement, scheme: 'iso', country: replacement, note };
  }
  if (withdrawn.has(text)) {
    return { state: 'valid', value: text, scheme: 'iso-withdrawn', country: text, note: `${text} is withdrawn` };
  }
  if (text === 'WORLDWIDE') return { state: 'valid', value: 'Worldwide', scheme: 'worldwide' };
  if (/^\d{1,4}$/.test(text)) return tisNumber(Number(text));
  return subdivision(text);
}

function tisNumber(number: number): IdentifiedTerritory {
  const value = String(number);
  if (number >= 2100 && number <= 2136) return { state: 'valid', value, scheme: 'tis-group' };
  if (number >= 4 && number <= 999) return { state: 'valid', value, scheme: 'tis' };
  return { state: 'suspect', value, scheme: 'tis', note: 'not a TIS number in use' };
}

function subdivision(text: string): IdentifiedTerritory {
  const country = text.slice(0, 2);
  if (!/^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(text) || !current.has(country)) {
    return { state: 'invalid', note: 'not a territory of any known scheme' };
  }
  const named = { value: text, scheme: 'subdivision', country } as const;
  return subdivisions.has(text)
    ? { state: 'valid', ...named }
    : { state: 'suspect', ...named, note: 'not a DDEX territory' };
}
