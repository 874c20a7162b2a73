import { Type } from 'typebox';
import { Compile } from 'typebox/compile';

const text = Type.String();

/** The line item as a per-row pipeline validates it. */
export const itemSchema = Compile(
  Type.Object({
    isrc: Type.String({ pattern: '^[A-Z]{2}[A-Z0-9]{3}\\d{7}$' }),
    upc: text,
    dspTrackId: text,
    title: text,
    artist: text,
    territory: Type.String({ pattern: '^[A-Z]{2}$' }),
    period: Type.String({ pattern: '^\\d{4}-\\d{2}$' }),
    saleType: text,
    tier: text,
    units: Type.String({ pattern: '^-?\\d+$' }),
    amount: Type.String({ pattern: '^-?\\d+(\\.\\d+)?$' }),
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  }),
);

const fields: Readonly<Record<string, string>> = {
  isrc: 'ISRC',
  upc: 'UPC',
  dspTrackId: 'Track Id',
  title: 'Title',
  artist: 'Artist',
  territory: 'Country',
  period: 'Month',
  saleType: 'Sale Type',
  tier: 'Product',
  units: 'Quantity',
  amount: 'Amount',
  currency: 'Currency',
};

export type Item = Record<string, string>;

export function toItem(row: Readonly<Record<string, string>>): Item {
  return Object.fromEntries(Object.entries(fields).map(([field, column]) => [field, row[column] ?? '']));
}
