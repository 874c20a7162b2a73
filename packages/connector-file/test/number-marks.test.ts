import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DateSurvey } from '../src/date-patterns.ts';
import { looseNumber, NumberSurvey, plainNumber } from '../src/number-marks.ts';

function settled(cells: readonly string[], { whole = false, told = {} } = {}) {
  const survey = new NumberSurvey();
  for (const [index, cell] of cells.entries()) survey.note(cell, index + 2, whole);
  return survey.settle('export.csv', told);
}

const marks = fc.constantFrom(
  ...([
    ['.', ','],
    ['.', ' '],
    ['.', "'"],
    ['.', ''],
    [',', '.'],
    [',', ' '],
    [',', ''],
  ] as const),
);

/** A number as a spreadsheet of a locale writes it. */
function written(units: number, decimals: string, [decimal, thousands]: readonly [string, string]): string {
  const whole = String(units).replace(/\B(?=(\d{3})+$)/g, thousands);
  return decimals === '' ? whole : `${whole}${decimal}${decimals}`;
}

test('never takes a number for another: what is settled reads every cell back, or it is refused', () => {
  const cell = fc.tuple(fc.nat({ max: 99_999_999 }), fc.stringMatching(/^\d{0,5}$/));
  fc.assert(
    fc.property(marks, fc.array(cell, { minLength: 1, maxLength: 12 }), (locale, numbers) => {
      const cells = numbers.map(([units, decimals]) => written(units, decimals, locale));
      let found: ReturnType<typeof settled>;
      try {
        found = settled(cells);
      } catch (error) {
        expect(error).toMatchObject({ code: 'NUMBERS_AMBIGUOUS' });
        return;
      }
      for (const [index, [units, decimals]] of numbers.entries())
        expect(plainNumber(cells[index]!, found), cells[index]).toBe(
          decimals === '' ? String(units) : `${units}.${decimals}`,
        );
    }),
    { numRuns: 2000 },
  );
});

test.each([
  [['1.234'], 'NUMBERS_AMBIGUOUS'],
  [['12,345', '1,234'], 'NUMBERS_AMBIGUOUS'],
  [['0.5', '0,5'], 'NUMBERS_MIXED'],
  [['1.234,5', '1,234.5'], 'NUMBERS_MIXED'],
])('refuses %j as %s, with the lines and what to set', (cells, code) => {
  expect(() => settled(cells)).toThrow(
    expect.objectContaining({ code, message: expect.stringMatching(/line 2 has .*(--decimal|Export)/) }),
  );
});

test('lets a person decide what no cell decides, and one deciding cell decide for all', () => {
  expect(settled(['1.234'], { told: { decimal: '.' } })).toEqual({ decimal: '.', thousands: '' });
  expect(settled(['1.234', '0,5'])).toEqual({ decimal: ',', thousands: '.' });
  expect(settled(['1.234', '0.5'])).toEqual({ decimal: '.', thousands: '' });
  expect(settled(['1.234'], { whole: true })).toEqual({ decimal: ',', thousands: '.' });
  expect(settled(['7', '-1.2E-7', '0.1234'])).toEqual({ decimal: '.', thousands: '' });
  expect(looseNumber('1.234,56')).toBe('1234.56');
});

function datesOf(cells: readonly string[], told?: string) {
  const survey = new DateSurvey();
  for (const [index, cell] of cells.entries()) survey.note(cell, index + 2);
  return survey.settle('export.csv', told);
}

test('the order of day and month is shown by a date beyond the twelfth, or asked for', () => {
  expect(datesOf(['03/04/2026', '13/04/2026'])).toBe('D/M/YYYY');
  expect(datesOf(['03/04/2026', '04/13/2026'])).toBe('M/D/YYYY');
  expect(datesOf(['03/03/2026'])).toBe('D/M/YYYY');
  expect(datesOf(['2026-03-04', '20260305'])).toBe('');
  expect(datesOf(['3/4/2026'], 'M/D/YYYY')).toBe('M/D/YYYY');
  expect(() => datesOf(['03/04/2026', '05/06/2026'])).toThrow(
    expect.objectContaining({ code: 'DATES_AMBIGUOUS', message: expect.stringContaining('--dates "M/D/YYYY"') }),
  );
  expect(() => datesOf(['13/04/2026', '04/13/2026'])).toThrow(expect.objectContaining({ code: 'DATES_UNREADABLE' }));
});
