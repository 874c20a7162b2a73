import { createDraws, formatFixed, stepOf } from '@ledgerline/fakes';
import type { Catalogue, FakeTrack } from './catalogue.ts';

/** A detail row before it is written in one of the header generations. */
export interface SalesRow {
  readonly track: FakeTrack;
  readonly territory: string;
  readonly product: string;
  readonly isrc: string;
  readonly upc: string;
  readonly quantity: bigint;
  /** Units: 10⁻¹². */
  readonly amount: bigint;
  readonly amountText: string;
  readonly currency: string;
}

/** Which rows are odd: every n-th, counted from 1; absent is none. */
export interface SalesDirt {
  readonly missingIsrcEvery?: number;
  readonly zeroQuantityEvery?: number;
  readonly negativeEvery?: number;
  /** UPCs that a spreadsheet took the leading zeros of. */
  readonly lostZerosEvery?: number;
  readonly unknownTerritoryEvery?: number;
}

export interface SalesRowsOptions extends SalesDirt {
  readonly seed: string | number;
  readonly revision: number;
  readonly kind: 'streaming' | 'breakage';
  readonly rows: number;
  readonly catalogue: Catalogue;
  readonly currencies: readonly string[];
}

/** Most plays first; Namibia and Norway are here because careless readers take `NA` and `NO` for something else. */
export const territories: readonly string[] = [
  ...[
    'US',
    'GB',
    'DE',
    'BR',
    'MX',
    'FR',
    'ES',
    'IT',
    'SE',
    'NL',
    'AU',
    'CA',
    'PL',
    'TR',
    'ID',
    'IN',
    'JP',
    'AR',
    'CL',
    'NO',
  ],
  ...[
    'CO',
    'PH',
    'FI',
    'DK',
    'BE',
    'CH',
    'AT',
    'PT',
    'IE',
    'CZ',
    'HU',
    'GR',
    'RO',
    'IL',
    'ZA',
    'TH',
    'MY',
    'SG',
    'NZ',
    'KR',
  ],
  ...['XK', 'NA', 'IS', 'LU', 'EE', 'LV', 'LT', 'MT', 'CY', 'UY'],
];

const products: readonly string[] = ['premium', 'free', 'family', 'student', 'duo'];

function isEvery(nth: number | undefined, index: number): boolean {
  return nth !== undefined && (index + 1) % nth === 0;
}

/** Rows in file order. The draws of a row do not depend on the dirt, so that one switch changes one thing. */
export function* salesRows(options: SalesRowsOptions): Generator<SalesRow, void, void> {
  const { catalogue, currencies, kind, revision } = options;
  const draws = createDraws('sales', options.seed, revision, kind);
  for (let index = 0; index < options.rows; index += 1) {
    const track = catalogue[draws.zipf(catalogue.length)] as FakeTrack;
    const place = draws.zipf(territories.length);
    const product = draws.pick(products);
    const drawn = BigInt(1 + draws.int(5_000));
    const decimals = 6 + draws.int(7);
    const rate = BigInt(1_000_000_000 + draws.int(4_000_000_000)); // 0.001 to 0.005 a unit
    const breakage = kind === 'breakage';
    const quantity = breakage || isEvery(options.zeroQuantityEvery, index) ? 0n : drawn;
    const sign = isEvery(options.negativeEvery, index) ? -1n : 1n;
    const step = stepOf(decimals);
    const amount = sign * ((drawn * rate) / step) * step;
    yield {
      track,
      territory: isEvery(options.unknownTerritoryEvery, index) ? 'ZZ' : (territories[place] ?? 'ZZ'),
      product,
      isrc: breakage || isEvery(options.missingIsrcEvery, index) ? '' : track.isrc,
      upc: isEvery(options.lostZerosEvery, index) ? track.upc.replace(/^0+/, '') : track.upc,
      quantity: quantity * sign,
      amount,
      amountText: formatFixed(amount, decimals),
      currency: currencies[place % currencies.length] as string,
    };
  }
}
