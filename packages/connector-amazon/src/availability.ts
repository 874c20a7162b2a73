import { monthly } from '@ledgerline/core';

/** When a month's statements are taken for due. */
export const statementAvailability = monthly({
  day: 28,
  zone: 'UTC',
  assumed: true,
  source: 'assumption: Amazon documents no day of delivery; set your own expectation by the first deliveries',
});
