import { currencyCodes, minorUnits, unpayableCurrencyCodes, withdrawnCurrencyCodes } from './currency-codes.ts';
import { type Identified, upperAscii } from './identified.ts';

/** A currency; `minorUnits` is the number of decimals of a payment, which says nothing about the decimals of an amount in a report. */
export interface IdentifiedCurrency extends Identified {
  readonly withdrawn?: boolean;
  readonly minorUnits?: number;
}

const current: ReadonlySet<string> = new Set(currencyCodes);
const withdrawnCodes: ReadonlySet<string> = new Set(withdrawnCurrencyCodes);
const unpayable: ReadonlySet<string> = new Set(unpayableCurrencyCodes);

/**
 * Normalises an ISO 4217 code; withdrawn codes are valid as withdrawn, metals and test codes suspect, unknown ones invalid.
 *
 * @example
 * ```ts
 * assert.equal(identifyCurrency('eur').value, 'EUR');
 * assert.equal(identifyCurrency('DEM').withdrawn, true);
 * ```
 */
export function identifyCurrency(raw: string): IdentifiedCurrency {
  const value = upperAscii(raw.trim());
  if (current.has(value)) return { state: 'valid', value, withdrawn: false, minorUnits: minorUnits[value] ?? 2 };
  if (withdrawnCodes.has(value)) {
    const note = `${value} is withdrawn`;
    return { state: 'valid', value, withdrawn: true, minorUnits: minorUnits[value] ?? 2, note };
  }
  if (unpayable.has(value)) return { state: 'suspect', value, note: `nobody is paid in ${value}` };
  return { state: 'invalid', note: 'not an ISO 4217 code' };
}
