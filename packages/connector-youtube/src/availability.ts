import { daily, monthly } from '@ledgerline/core';
import { reportZone } from './timestamp.ts';

/** When a month's financial report is taken for due. */
export const financialAvailability = monthly({
  day: 20,
  zone: reportZone,
  assumed: true,
  retentionDays: 75,
  source:
    'assumption: the day of publication is not documented, practice is the 10th to the 20th; kept two months from publication (documented)',
});

/** When a day's report is taken for due. */
export const dailyAvailability = daily({
  afterDays: 3,
  zone: reportZone,
  assumed: true,
  retentionDays: 60,
  source:
    'captured listings: first report 18 to 23 hours after the day, users of new jobs wait 24 to 48; kept 60 days (documented)',
});
