import {
  type Availability,
  addDays,
  daily,
  dateIn,
  dayStart,
  monthly,
  parsePeriod,
  type Window,
  weekly,
} from '@ledgerline/core';
import type { Frequency, ZoneGroup } from './config.ts';

interface Zone {
  /** Whose days a report counts. */
  readonly day: string;
  /** Whose clock its publication is announced on. */
  readonly due: string;
}

/**
 * Source: Apple, "Reporting availability" (days by zone group; worldwide agreements use Pacific Time) and the text of error 210 (5 am Pacific
 * Time for the Americas, 5 am Japan Standard Time for Japan, Australia and New Zealand, 5 am Central European Time for all others).
 */
const zones: Readonly<Record<ZoneGroup, Zone>> = {
  worldwide: { day: 'America/Los_Angeles', due: 'America/Los_Angeles' },
  americas: { day: 'America/Los_Angeles', due: 'America/Los_Angeles' },
  emea: { day: 'Europe/Berlin', due: 'Europe/Berlin' },
  japan: { day: 'Asia/Tokyo', due: 'Asia/Tokyo' },
  oceania: { day: 'Australia/Sydney', due: 'Asia/Tokyo' },
};

const source =
  'Apple, "Reporting availability"; hour by the text of error 210; retention "about a year after delivery"';
/** A little more than the year that Apple promises: what lies between is asked for once and answered as gone. */
const retentionDays = 372;

/** When reports of a frequency are due and how long they are kept. Source: the next day, Monday, five days after the month. */
export function salesAvailability(group: ZoneGroup, frequency: Frequency): Availability {
  const rule = { hour: 5, zone: zones[group].due, retentionDays, source };
  if (frequency === 'daily') return daily({ ...rule, afterDays: 1 });
  return frequency === 'weekly' ? weekly({ ...rule, afterDays: 1 }) : monthly({ ...rule, day: 5 });
}

/** Units: ms. † After the due time, before "no sales" of a week or month counts as an answer: a late report must not be taken for none. */
const marginMs = 86_400_000;

/** Whether "no sales" (213) proves a period empty by now; before that the same words may stand for a report that is not there yet. */
export function provesEmpty(availability: Availability, period: string, nowMs: number): boolean {
  const margin = parsePeriod(period)?.grain === 'day' ? 0 : marginMs;
  return nowMs >= availability.dueMs(period) + margin;
}

/** Units: ms. Source: a fresh daily report was seen to change; public clients fetch the newest two days again. */
const recentMs = 2 * 86_400_000;

/** The tag of a report that may still change: the day it is asked on, so that each day reads it anew and its digest decides. */
export function recentTag(availability: Availability, period: string, nowMs: number): { readonly tag?: string } {
  return nowMs < availability.dueMs(period) + recentMs ? { tag: `asked ${dateIn('UTC', nowMs)}` } : {};
}

export interface AskedPeriods {
  /** Ended, and still kept by Apple. Order: ascending. */
  readonly periods: readonly string[];
  /** How many of the window are older than what Apple keeps. */
  readonly lapsed: number;
}

/** The periods of a window that it makes sense to ask for. */
export function askedPeriods(
  group: ZoneGroup,
  availability: Availability,
  window: Window,
  nowMs: number,
): AskedPeriods {
  const today = dateIn(zones[group].day, nowMs);
  const [to = today] = [window.to, today].sort();
  if (window.from > to) return { periods: [], lapsed: 0 };
  const ended = availability.periods(window.from, to).filter((period) => {
    const end = parsePeriod(period)?.end;
    return end !== undefined && dayStart(addDays(end, 1), zones[group].day) <= nowMs;
  });
  const periods = ended.filter((period) => nowMs < (availability.goneMs?.(period) ?? Number.POSITIVE_INFINITY));
  return { periods, lapsed: ended.length - periods.length };
}
