import { Cron } from 'croner';

/** Instants by a cron expression. Units: epoch ms. */
export interface CronRule {
  /** The first instant after the given one; undefined when there is none any more. */
  nextMs(afterMs: number): number | undefined;
}

/**
 * Reads a cron expression of five fields, on the clock of a time zone; undefined when it is none.
 *
 * Where the clock goes forward an hour that does not exist is the hour after; where it goes back each instant comes once.
 */
export function parseCron(expression: string, zone: string): CronRule | undefined {
  try {
    const cron = new Cron(expression, { timezone: zone, mode: '5-part', paused: true });
    const rule = { nextMs: (afterMs: number) => cron.nextRun(new Date(afterMs))?.getTime() };
    // A date that no year has is no schedule, and an unknown zone shows only now.
    return rule.nextMs(0) === undefined ? undefined : rule;
  } catch {
    return undefined;
  }
}
