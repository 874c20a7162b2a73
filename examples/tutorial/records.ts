import { type ColumnMap, coalesce, column, constant, fromReport, optional, table } from '@ledgerline/core';

/** How a row of Nimbus Music becomes a line item. A list holds every name a column goes by; amounts stay text. */
export const salesColumns: ColumnMap = {
  isrc: ['ISRC'],
  title: optional(column('Title')),
  territory: ['Country'],
  units: ['Plays', 'Streams'],
  amount: ['Royalty'],
  currency: ['Currency'],
  period: fromReport('period'),
  saleType: coalesce(optional(column('Kind', table({ S: 'stream', R: 'return' }))), constant('stream')),
};
