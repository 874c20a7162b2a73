import type { Words } from '../words.ts';
import { importLine } from './imports.ts';

/** The columns of a made-up report, in its order. */
export const columnNames = ['ISRC', 'Title', 'Country', 'Plays', 'Royalty', 'Currency'] as const;

/** `src/records.ts` */
export function recordsRoom({ dsp }: Words): string {
  return `${importLine(['type ColumnMap', 'column', 'constant', 'fromReport', 'optional'], '@ledgerline/core')}

/**
 * How a row of ${dsp} becomes a line item. A list holds every name a column goes by; amounts stay text.
 *
 * Source: assumption; see test/fixtures/SOURCES.md.
 */
export const salesColumns: ColumnMap = {
  isrc: ['ISRC'],
  title: optional(column('Title')),
  territory: ['Country'],
  units: ['Plays'],
  amount: ['Royalty'],
  currency: ['Currency'],
  period: fromReport('period'),
  saleType: constant('stream'),
};
`;
}
