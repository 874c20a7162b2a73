import { addDays } from '../../packages/core/src/time/civil-date.ts';

/** A feed of the simulated world. */
export interface SimulatedFeed {
  readonly name: string;
  readonly grain: 'day' | 'week' | 'month';
  readonly money: boolean;
  readonly saleType: string;
  /** Tiers with their part of the units and their rate beside the first one's. */
  readonly tiers: readonly (readonly [name: string, part: number, rate: number])[];
  readonly territories: number;
  readonly tracks: number;
  /** Units of the best track in the largest territory in a usual period. */
  readonly scale: number;
  /** Amount per unit in the first territory, in its currency. */
  readonly rate: number;
  readonly decimals: number;
}

export const feeds: readonly SimulatedFeed[] = [
  {
    ...{ name: 'streams', grain: 'month', money: true, saleType: 'stream', territories: 24, tracks: 40 },
    ...{ scale: 90_000, rate: 0.0042, decimals: 8 },
    tiers: [
      ['premium', 0.5, 1],
      ['family', 0.3, 0.7],
      ['free', 0.2, 0.12],
    ],
  },
  {
    ...{ name: 'downloads', grain: 'month', money: true, saleType: 'download', territories: 10, tracks: 40 },
    ...{ scale: 300, rate: 0.71, decimals: 2 },
    tiers: [['-', 1, 1]],
  },
  {
    ...{ name: 'weekly', grain: 'week', money: true, saleType: 'stream', territories: 12, tracks: 30 },
    ...{ scale: 8000, rate: 0.0061, decimals: 6 },
    tiers: [['-', 1, 1]],
  },
  {
    ...{ name: 'trends', grain: 'day', money: false, saleType: 'stream', territories: 10, tracks: 30 },
    ...{ scale: 2500, rate: 0, decimals: 0 },
    tiers: [['-', 1, 1]],
  },
];

/** Largest first; those that open later come last. */
export const territories: readonly (readonly [code: string, size: number, currency: string, rate: number])[] = [
  ['US', 1, 'USD', 1],
  ['GB', 0.5, 'GBP', 0.85],
  ['DE', 0.45, 'EUR', 0.9],
  ['FR', 0.35, 'EUR', 0.8],
  ['JP', 0.3, 'JPY', 150],
  ['BR', 0.3, 'BRL', 2.2],
  ['SE', 0.25, 'SEK', 11],
  ['MX', 0.25, 'MXN', 7],
  ['ES', 0.2, 'EUR', 0.6],
  ['IT', 0.2, 'EUR', 0.65],
  ['CA', 0.2, 'CAD', 1.2],
  ['AU', 0.2, 'AUD', 1.4],
  ['NL', 0.18, 'EUR', 0.95],
  ['NO', 0.15, 'NOK', 12],
  ['PL', 0.15, 'PLN', 2],
  ['DK', 0.12, 'DKK', 7],
  ['FI', 0.1, 'EUR', 1],
  ['CH', 0.1, 'CHF', 1.3],
  ['AT', 0.1, 'EUR', 0.9],
  ['IN', 0.3, 'INR', 12],
  ['TR', 0.15, 'TRY', 6],
  ['AR', 0.1, 'USD', 0.3],
  ['CL', 0.1, 'USD', 0.4],
  ['NZ', 0.08, 'NZD', 1.5],
];

/** Open after one and two years, small and at a rate like others'. */
export const lateTerritories: readonly (readonly [code: string, afterDays: number, currency: string, rate: number])[] =
  [
    ['NG', 380, 'USD', 0.2],
    ['VN', 760, 'USD', 0.25],
  ];

export const firstDay = '2023-01-02';
const days = 36 * 30.4;

/** Every period of three years, oldest first, with the day it begins at. */
export function periodsOf({ grain }: SimulatedFeed): { readonly period: string; readonly start: string }[] {
  if (grain === 'month')
    return Array.from({ length: 36 }, (_, at) => {
      const period = `${2023 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
      return { period, start: `${period}-01` };
    });
  const step = grain === 'week' ? 7 : 1;
  return Array.from({ length: Math.floor(days / step) }, (_, at) => {
    const start = addDays(firstDay, at * step);
    return { period: step === 1 ? start : `${start}--${addDays(start, 6)}`, start };
  });
}
