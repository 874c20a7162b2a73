import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boundedMemo } from './bounded-memo.ts';
import { countryCodes } from './country-codes.ts';
import { identifyCurrency } from './currency.ts';
import { currencyCodes, withdrawnCurrencyCodes } from './currency-codes.ts';
import { identifyTerritory } from './territory.ts';

test('Namibia and Norway are texts like any other', () => {
  expect(identifyTerritory('NA')).toMatchObject({ state: 'valid', value: 'NA', country: 'NA' });
  expect(identifyTerritory('NO')).toMatchObject({ state: 'valid', value: 'NO', country: 'NO' });
});

test.each([
  ['us', 'valid', 'US', 'iso', 'US'],
  ['XK', 'valid', 'XK', 'iso', 'XK'],
  ['UK', 'suspect', 'GB', 'iso', 'GB'],
  ['TP', 'suspect', 'TL', 'iso', 'TL'],
  ['AN', 'valid', 'AN', 'iso-withdrawn', 'AN'],
  ['CS', 'valid', 'CS', 'iso-withdrawn', 'CS'],
  ['YU', 'valid', 'YU', 'iso-withdrawn', 'YU'],
  ['840', 'valid', '840', 'tis', undefined],
  ['2100', 'valid', '2100', 'tis-group', undefined],
  ['2136', 'valid', '2136', 'tis-group', undefined],
  ['2137', 'suspect', '2137', 'tis', undefined],
  ['Worldwide', 'valid', 'Worldwide', 'worldwide', undefined],
  ['WORLDWIDE', 'valid', 'Worldwide', 'worldwide', undefined],
  ['ES-CE', 'valid', 'ES-CE', 'subdivision', 'ES'],
  ['es-cn', 'valid', 'ES-CN', 'subdivision', 'ES'],
  ['ES-ML', 'valid', 'ES-ML', 'subdivision', 'ES'],
  ['US-CA', 'suspect', 'US-CA', 'subdivision', 'US'],
])('territory %s is %s: %s by %s, in %s', (raw, state, value, scheme, country) => {
  expect(identifyTerritory(raw)).toMatchObject({ state, value, scheme, ...(country && { country }) });
  expect(identifyTerritory(raw).country).toBe(country);
});

test.each(['', ' ', 'ZZ', 'EU', 'N/A', 'Unknown', 'multi', 'USA', 'XX-CA', '12345', 'constructor', '__proto__'])(
  'territory %j is invalid with a reason',
  (raw) => expect(identifyTerritory(raw)).toEqual({ state: 'invalid', note: expect.any(String) }),
);

test.each(['BYN', 'SLE', 'VED', 'ZWG', 'UYW', 'USD', 'XCG', 'EUR'])('%s is in force, in any case', (code) => {
  expect(identifyCurrency(code)).toMatchObject({ state: 'valid', value: code, withdrawn: false });
  expect(identifyCurrency(` ${code.toLowerCase()} `)).toMatchObject({ state: 'valid', value: code });
});

test.each(['HRK', 'BYR', 'ROL', 'SLL', 'VEF', 'ZWL', 'DEM', 'BGN'])('%s is valid as withdrawn', (code) => {
  expect(identifyCurrency(code)).toMatchObject({ state: 'valid', value: code, withdrawn: true });
});

test.each(['', 'USDD', 'EU', '€', 'ABC', 'toString'])('currency %j is invalid', (raw) => {
  expect(identifyCurrency(raw)).toEqual({ state: 'invalid', note: expect.any(String) });
});

test('nobody is paid in gold or test money', () => {
  expect(['XAU', 'XTS', 'XXX'].map((code) => identifyCurrency(code).state)).toEqual(['suspect', 'suspect', 'suspect']);
});

test.each([
  ['JPY', 0],
  ['KRW', 0],
  ['KWD', 3],
  ['BHD', 3],
  ['JOD', 3],
  ['TND', 3],
  ['OMR', 3],
  ['CLF', 4],
  ['UYW', 4],
  ['EUR', 2],
  ['BYR', 0],
])('%s has %i decimals in a payment', (code, decimals) => {
  expect(identifyCurrency(code).minorUnits).toBe(decimals);
});

test('the lists are sorted, without repetition, and do not overlap', () => {
  for (const list of [countryCodes, currencyCodes, withdrawnCurrencyCodes]) {
    expect(new Set(list).size).toBe(list.length);
    expect(list).toEqual([...list].sort());
  }
  expect(countryCodes).toHaveLength(249);
  expect(currencyCodes.filter((code) => withdrawnCurrencyCodes.includes(code))).toEqual([]);
});

test('every currency the platform can format is known, in force or withdrawn', () => {
  const unknown = Intl.supportedValuesOf('currency').filter((code) => identifyCurrency(code).state === 'invalid');
  expect(unknown).toEqual([]);
});

test('any text is looked up without an error, and a value found stays as it is', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.constantFrom(...countryCodes, ...currencyCodes, 'UK', 'ES-CE')), (raw) => {
      for (const look of [identifyTerritory, identifyCurrency]) {
        const { value } = look(raw);
        if (value !== undefined) expect(look(value).value).toBe(value);
      }
    }),
  );
});

test('a memo computes a text once until it is full, then starts over', () => {
  const asked: string[] = [];
  const memo = boundedMemo(2, (text) => {
    asked.push(text);
    return text.length;
  });
  expect(['a', 'bb', 'a', 'ccc', 'a', 'ccc'].map(memo)).toEqual([1, 2, 1, 3, 1, 3]);
  expect(asked).toEqual(['a', 'bb', 'ccc', 'a']);
});
