import { expect, test } from 'vitest';
import { addDays, weekday } from '../time/civil-date.ts';
import { expectVolume, type VolumePoint } from './volume.ts';

const months = (count: number, unitsOf: (at: number) => number): VolumePoint[] =>
  Array.from({ length: count }, (_, at) => ({
    period: `${2024 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`,
    units: unitsOf(at),
  }));
const december = (at: number) => (at % 12 === 11 ? 1500 : 1000);

test('a month is expected as the same month was, a year before', () => {
  const expected = expectVolume('2025-12', months(23, december), 3, undefined);
  expect(expected?.log2).toBeCloseTo(Math.log2(1500), 5);
  expect(expected?.threshold).toBeLessThan(0.6);
  expect(expected?.periods).toEqual(['2025-08', '2025-09', '2025-10', '2025-11']);
});

test('growth since then moves the expectation', () => {
  const expected = expectVolume(
    '2025-12',
    months(23, (at) => december(at) * 1.03 ** at),
    3,
    undefined,
  );
  expect(2 ** (expected?.log2 ?? 0)).toBeCloseTo(1500 * 1.03 ** 23, -2);
});

test('without a year behind it the band is wide enough for a December', () => {
  const expected = expectVolume('2024-12', months(11, december), 3, undefined);
  expect(expected?.log2).toBeCloseTo(Math.log2(1000), 5);
  expect(expected?.threshold).toBeGreaterThan(Math.log2(1.5));
});

test('a day is expected as the same weekday was', () => {
  const days = Array.from({ length: 42 }, (_, at) => addDays('2026-01-01', at));
  const points = days.map((period) => ({ period, units: weekday(period) > 5 ? 3000 : 1000 }));
  const [friday, saturday] = ['2026-02-13', '2026-02-14'];
  expect(expectVolume(friday, points, 3, undefined)?.log2).toBeCloseTo(Math.log2(1000), 5);
  const expected = expectVolume(saturday, [...points, { period: friday, units: 1000 }], 3, undefined);
  expect(expected?.log2).toBeCloseTo(Math.log2(3000), 5);
  expect(expected?.periods).toEqual(['2026-02-07', '2026-01-31', '2026-01-24', '2026-01-17']);
});

test('too little history expects nothing, and after an accepted change one report suffices', () => {
  const points = months(8, (at) => (at < 7 ? 1000 : 5000));
  expect(expectVolume('2024-03', points.slice(0, 2), 3, undefined)).toBeUndefined();
  expect(expectVolume('2024-09', points, 3, '2024-08')?.log2).toBeCloseTo(Math.log2(5000), 5);
});

test('a series that jumps about has a wide band', () => {
  const calm = expectVolume('2026-06', months(29, december), 3, undefined);
  const wild = expectVolume(
    '2026-06',
    months(29, (at) => 1000 * 4 ** Math.sin(at * 97)),
    3,
    undefined,
  );
  expect(wild?.threshold).toBeGreaterThan(2 * (calm?.threshold ?? 0));
});
