import { generateCatalogue } from './catalogue.ts';
import { createDraws } from './draws.ts';
import { amountOf, formatAmount } from './exact-money.ts';

/** Switches of what is in a statement; `every` counts rows from 1, none when absent. */
export interface RowSwitches {
  /** @default 1 */
  readonly seed?: string | number;
  /** @default 20 */
  readonly rows?: number;
  /** Rows of albums: a UPC and no ISRC. */
  readonly albumEvery?: number;
  /** Returns, with negative units and amounts. */
  readonly returnEvery?: number;
  /** Returns with positive numbers. */
  readonly positiveReturnEvery?: number;
  /** Rows without ISRC and UPC. */
  readonly unidentifiedEvery?: number;
  /** What SALE_RETURN_FLAG says of a return. @default 'R' */
  readonly returnFlag?: string;
  /** Rows with a PRODUCT_TYPE_ID nobody knows. */
  readonly unknownProductEvery?: number;
}

export interface StatementRow {
  readonly isrc: string;
  readonly upc: string;
  readonly product: string;
  readonly flag: string;
  readonly units: number;
  /** In 10⁻¹⁰. */
  readonly amount: bigint;
  readonly amountText: string;
  readonly costText: string;
  readonly saleType: string;
  readonly title: string;
  readonly artist: string;
}

/** Decimals that amounts are written with. Source: JPY has no minor unit; the digits of the others are made up. */
export function decimalsOf(currency: string): number {
  return currency === 'JPY' ? 0 : 6;
}

/** The rows of a statement; the same switches give the same rows. */
export function createRows(key: string, currency: string, switches: RowSwitches): readonly StatementRow[] {
  const { seed = 1, rows = 20, returnFlag = 'R' } = switches;
  const draws = createDraws('amazon-statement', seed, key);
  const catalogue = generateCatalogue(seed, Math.min(99_999, Math.max(8, rows)));
  const decimals = decimalsOf(currency);
  const due = (every: number | undefined, number: number): boolean => every !== undefined && number % every === 0;
  return Array.from({ length: rows }, (_, index) => {
    const number = index + 1;
    const track = draws.pick(catalogue);
    const album = due(switches.albumEvery, number);
    const unidentified = due(switches.unidentifiedEvery, number);
    const positiveReturn = due(switches.positiveReturnEvery, number);
    const negative = !positiveReturn && due(switches.returnEvery, number);
    const sign = negative ? -1 : 1;
    const units = sign * (1 + draws.int(5000));
    const amount = amountOf(sign * (1 + draws.int(decimals === 0 ? 900 : 90_000_000)), decimals);
    const cost = amount + amountOf(draws.int(1000), decimals);
    return {
      isrc: album || unidentified ? '' : track.isrc,
      upc: unidentified ? '' : track.upc,
      product: due(switches.unknownProductEvery, number) ? 'ZQ' : draws.pick(['S', 'ST']),
      flag: negative || positiveReturn ? returnFlag : 'S',
      units,
      amount,
      amountText: formatAmount(amount, decimals),
      costText: formatAmount(cost, decimals),
      saleType: draws.pick(['SUB', 'TRIAL']),
      title: track.title,
      artist: track.artist,
    };
  });
}
