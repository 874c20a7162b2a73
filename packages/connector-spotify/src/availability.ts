import { daily, monthly } from '@ledgerline/core';

/** When a day's usage is taken for due. */
export const bulkAvailability = daily({
  afterDays: 3,
  hour: 12,
  zone: 'UTC',
  assumed: true,
  source: 'assumption: Spotify documents no time of publication; three days is later than any public client waits',
});

/** When a month's sales report is taken for due. */
export const salesAvailability = monthly({
  day: 28,
  zone: 'UTC',
  assumed: true,
  source:
    'assumption: Spotify documents no date of delivery to labels; set your own expectation by the first deliveries',
});
