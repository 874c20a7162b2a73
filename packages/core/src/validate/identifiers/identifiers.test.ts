import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyCharacter } from '../../../test/any-character.ts';
import { identifyDpid } from './dpid.ts';
import { identifyGrid, printGrid } from './grid.ts';
import { gtinCheckDigit, identifyGtin } from './gtin.ts';
import { isAbsent } from './identified.ts';
import { identify } from './identifier-kind.ts';
import { identifyIsni, isniCheckCharacter, printIsni } from './isni.ts';
import { identifyIsrc, identifyIsrcs, printIsrc } from './isrc.ts';
import { identifyIswc, iswcCheckDigit, printIswc } from './iswc.ts';
import { checkCharacter } from './mod-37-36.ts';
import { identifyNamespaced, identifyNamespacedList } from './namespaced-id.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const text = (alphabet: string, length: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: length, maxLength: length });
const digits = (length: number) => text('0123456789', length);
const alphanumerics = (length: number) => text(`0123456789${letters}`, length);

const isrcs = fc.tuple(text(letters, 2), alphanumerics(3), digits(7)).map((parts) => parts.join(''));
const iswcs = digits(9).map((body) => `T${body}${iswcCheckDigit(body)}`);
const grids = alphanumerics(15).map((body) => `A1${body}${checkCharacter(`A1${body}`)}`);
const isnis = digits(15).map((body) => `${body}${isniCheckCharacter(body)}`);
const dpids = digits(10).map((body) => `PADPIDA${body}${checkCharacter(`PADPIDA${body}`)}`);
const gtins = fc
  .tuple(fc.constantFrom(8, 12, 13, 14), digits(13))
  .map(([length, body]) => body.slice(0, length - 1))
  .filter((body) => /[1-9]/.test(body))
  .map((body) => `${body}${gtinCheckDigit(body)}`);

describe('every normaliser', () => {
  const schemes = [
    { name: 'ISRC', look: identifyIsrc, print: printIsrc, values: isrcs },
    { name: 'ISWC', look: identifyIswc, print: printIswc, values: iswcs },
    { name: 'GRid', look: identifyGrid, print: printGrid, values: grids },
    { name: 'ISNI', look: identifyIsni, print: printIsni, values: isnis },
    { name: 'DPID', look: identifyDpid, print: (value: string) => value, values: dpids },
    { name: 'GTIN', look: identifyGtin, print: (value: string) => value, values: gtins },
  ];

  test.each(schemes)('$name: reading the printed form gives the value, in any case', ({ look, print, values }) => {
    fc.assert(
      fc.property(values, (value) => {
        expect(look(print(value))).toMatchObject({ state: 'valid', value });
        expect(look(` ${print(value).toLowerCase()} `)).toMatchObject({ state: 'valid', value });
      }),
    );
  });

  test.each(schemes)('$name: a normalised value stays as it is, and no text throws', ({ look, values }) => {
    const hostile = fc.oneof(fc.string(), fc.string({ unit: anyCharacter }), values);
    fc.assert(
      fc.property(hostile, (raw) => {
        const { state, value } = look(raw);
        expect(value === undefined).toBe(state === 'invalid');
        if (value !== undefined) expect(look(value)).toMatchObject({ state, value });
      }),
    );
  });

  test.each(schemes.filter(({ name }) => name !== 'ISRC'))('$name: one wrong digit is noticed and kept', (scheme) => {
    fc.assert(
      fc.property(scheme.values, fc.integer({ min: 1, max: 9 }), (value, step) => {
        // The last digit but one: a digit in every scheme but GRid, where the check catches any one character as well.
        const at = value.length - 2;
        const digit = /\d/.test(value[at]!) ? Number(value[at]) : 0;
        const wrong = `${value.slice(0, at)}${(digit + step) % 10}${value.slice(at + 1)}`;
        fc.pre(wrong !== value && /[1-9]/.test(wrong));
        expect(scheme.look(wrong)).toMatchObject({ state: 'suspect', value: wrong });
      }),
    );
  });
});

describe('ISRC', () => {
  test.each([
    'AA6Q72000047',
    'AA-6Q7-20-00047',
    'aa6q72000047',
    'ISRC AA6Q72000047',
    'isrc:AA-6Q7-20-00047',
    ' AA 6Q7 20 00047 ',
  ])('%j is one recording', (raw) => expect(identifyIsrc(raw)).toEqual({ state: 'valid', value: 'AA6Q72000047' }));

  test.each(['QZABC2000047', 'QTABC2000047', 'QMABC2000047', 'ZZABC2000047'])(
    '%s is valid whatever its letters',
    (raw) => {
      expect(identifyIsrc(raw)).toEqual({ state: 'valid', value: raw });
    },
  );

  test.each([
    '',
    'N/A',
    'USABC12O0047',
    'USABC120004',
    'USABC12000477',
    '1SABC1200047',
    'ſSABC1200047',
    'USABC1200047|',
  ])('%j is invalid with a reason', (raw) =>
    expect(identifyIsrc(raw)).toEqual({ state: 'invalid', note: expect.any(String) }),
  );

  test('a code of Iceland that begins like the label is left whole', () => {
    expect(identifyIsrc('ISRC12000047').value).toBe('ISRC12000047');
  });

  test('a list keeps its order and all of its members', () => {
    const members = identifyIsrcs('|QZ-ABC-20-00047|nonsense|USABC1200047');
    expect(members.map(({ state, value }) => [state, value])).toEqual([
      ['valid', 'QZABC2000047'],
      ['invalid', undefined],
      ['valid', 'USABC1200047'],
    ]);
  });
});

describe('GTIN', () => {
  test.each([
    ['036000291452', 'GTIN-12'],
    ['4006381333931', 'GTIN-13'],
    ['0036000291452', 'GTIN-13'],
    ['10036000291459', 'GTIN-14'],
    ['96385074', 'GTIN-8'],
  ])('%s is a valid %s, displayed as delivered', (raw, scheme) => {
    expect(identifyGtin(raw)).toMatchObject({ state: 'valid', value: raw, scheme });
  });

  test('a UPC equals the EAN with a zero in front', () => {
    expect(identifyGtin('036000291452').key).toBe(identifyGtin('0036000291452').key);
  });

  test('lost zeros come back only when the check digit then holds', () => {
    expect(identifyGtin('36000291452')).toMatchObject({ state: 'valid', value: '036000291452', padded: 1 });
    expect(identifyGtin('36000291453')).toMatchObject({ state: 'suspect', value: '36000291453' });
    const twoLost = `00${'12345678'}0`;
    const upc = `${twoLost}${gtinCheckDigit(twoLost)}`;
    expect(identifyGtin(upc.slice(2))).toMatchObject({ state: 'valid', value: upc, padded: 2 });
  });

  test.each(['3.6E+11', '3.60003E+11', '3,60003E+11', '4E12', '36000291452.0', ''])('%j is invalid', (raw) => {
    expect(identifyGtin(raw)).toEqual({ state: 'invalid', note: expect.any(String) });
  });

  test.each(['CAT-001', '12345', '000000000000', '036000291453', '123456789012345'])('%j is kept as suspect', (raw) => {
    expect(identifyGtin(raw)).toMatchObject({ state: 'suspect', value: raw });
  });
});

test('the published work number holds in both spellings, and not with another digit', () => {
  expect(identifyIswc('T-034.524.680-1')).toEqual({ state: 'valid', value: 'T0345246801' });
  expect(identifyIswc('T0345246801')).toEqual({ state: 'valid', value: 'T0345246801' });
  expect(identifyIswc('T0345246802').state).toBe('suspect');
  expect(identifyIswc('034.524.680-1').state).toBe('invalid');
});

test('the published release number holds, with and without its label', () => {
  expect(identifyGrid('A1-2425G-ABC1234002-M')).toEqual({ state: 'valid', value: 'A12425GABC1234002M' });
  expect(identifyGrid('GRid:A1-2425G-ABC1234002-M').state).toBe('valid');
  expect(identifyGrid('A1-2425G-ABC1234002-N').state).toBe('suspect');
});

test.each([
  'PADPIDA2011072101T',
  'PADPIDA2013020802I',
  'PADPIDA2018082301A',
  'PADPIDA2014122301Q',
  'PADPIDA2008120501W',
  'PADPIDA2007081601G',
])('%s is a valid party', (raw) => expect(identifyDpid(raw)).toEqual({ state: 'valid', value: raw }));

test('a party whose check does not hold is suspect, one of another form too, and neither is invalid', () => {
  expect(identifyDpid('PADPIDA2014999999Z').state).toBe('suspect');
  expect(identifyDpid('PADPIDA2014999999X').state).toBe('valid');
  expect(identifyDpid('PADPIDA12345SDF').state).toBe('suspect');
  expect(identifyDpid('DPIDA12345SDF').state).toBe('invalid');
});

test('contributors check with a digit and with an X', () => {
  expect(identifyIsni('0000000081266409').state).toBe('valid');
  expect(identifyIsni('0000 0001 2146 438x')).toEqual({ state: 'valid', value: '000000012146438X' });
  expect(identifyIsni('0000000081266408').state).toBe('suspect');
});

test('a namespaced id splits at the first two colons', () => {
  expect(identifyNamespaced('IPI::00::12')).toMatchObject({ state: 'valid', namespace: 'IPI', id: '00::12' });
  expect(identifyNamespaced('PADPIDA2011072101T::a:b')).toMatchObject({ id: 'a:b' });
  expect(identifyNamespaced('::x').state).toBe('invalid');
  expect(identifyNamespaced('ISNI:1').state).toBe('invalid');
});

test('an empty member of a list of ids keeps its place', () => {
  expect(identifyNamespacedList('|ISNI::1|IPN::2').map((member) => member?.id)).toEqual([undefined, '1', '2']);
});

test.each([
  ['A1-2425G-ABC1234002-M', 'grid'],
  ['PADPIDA2011072101T', 'dpid'],
  ['us-abc-12-00047', 'isrc'],
  ['T-034.524.680-1', 'iswc'],
  ['036000291452', 'gtin'],
  ['CAT-001', undefined],
  ['', undefined],
])('%j without a label is recognised as %s', (raw, kind) => expect(identify(raw)?.kind).toBe(kind));

test('blanks and the usual words for nothing are absent, a value is not', () => {
  expect(['', '  ', '-', 'n/a', 'NULL', 'none'].every(isAbsent)).toBe(true);
  expect(['0', 'NO', 'USABC1200047'].some(isAbsent)).toBe(false);
});
