import { ConfigError } from '../errors/leaves.ts';
import { addDays, epochDay } from './civil-date.ts';

const msPerDay = 86_400_000;
const formatters = new Map<string, Intl.DateTimeFormat>();

/** A wall clock's reading. Shape: `date` ISO, `hour` 0 to 23 (24 is the start of the next day), `minute` 0 to 59. */
export interface WallTime {
  readonly date: string;
  readonly hour: number;
  readonly minute?: number;
}

/**
 * The instant at which clocks of a zone show a wall time; pure.
 *
 * Units: epoch ms. A time that clocks skip in spring is taken as late as the gap is long (02:30 becomes 03:30); of a time they show twice in
 * autumn the first is meant.
 * Errors: ConfigError when the platform does not know the zone.
 *
 * @example
 * ```ts
 * const instant = instantOf({ date: '2026-03-05', hour: 5 }, 'Europe/Paris');
 * assert.equal(new Date(instant).toISOString(), '2026-03-05T04:00:00.000Z');
 * ```
 */
export function instantOf(wall: WallTime, zone: string): number {
  const asUtc = epochDay(wall.date) * msPerDay + (wall.hour * 60 + (wall.minute ?? 0)) * 60_000;
  // Offsets change at most once within two days, so these two are all that can apply.
  const before = offsetMs(asUtc - msPerDay, zone);
  const after = offsetMs(asUtc + msPerDay, zone);
  const early = asUtc - Math.max(before, after);
  if (offsetMs(early, zone) === asUtc - early) return early;
  const late = asUtc - Math.min(before, after);
  return offsetMs(late, zone) === asUtc - late ? late : asUtc - before;
}

/**
 * The instant a civil day begins in a zone. Units: epoch ms.
 *
 * @example
 * ```ts
 * assert.equal(new Date(dayStart('2026-03-05', 'America/Los_Angeles')).toISOString(), '2026-03-05T08:00:00.000Z');
 * ```
 */
export function dayStart(date: string, zone: string): number {
  return instantOf({ date, hour: 0 }, zone);
}

/**
 * How long a civil day is in a zone; 23 or 25 hours when clocks change.
 *
 * @example
 * ```ts
 * assert.equal(dayLengthMs('2026-03-29', 'Europe/Berlin'), 23 * 3_600_000);
 * ```
 */
export function dayLengthMs(date: string, zone: string): number {
  return dayStart(addDays(date, 1), zone) - dayStart(date, zone);
}

/**
 * The ISO date that calendars of a zone show at an instant (epoch ms).
 *
 * @example
 * ```ts
 * assert.equal(dateIn('Asia/Tokyo', Date.UTC(2026, 2, 5, 20)), '2026-03-06');
 * ```
 */
export function dateIn(zone: string, instant: number): string {
  return localIso(instant, zone).slice(0, 10);
}

/** What clocks of the zone are ahead of UTC at an instant. Units: ms, whole seconds. */
export function offsetMs(instant: number, zone: string): number {
  const local = localIso(instant, zone);
  const seconds = Number(local.slice(11, 13)) * 3600 + Number(local.slice(14, 16)) * 60 + Number(local.slice(17, 19));
  return epochDay(local) * msPerDay + seconds * 1000 - Math.floor(instant / 1000) * 1000;
}

/** Swedish writes dates and times in ISO order, zero-padded: `2026-03-05 14:00:00`. */
function localIso(instant: number, zone: string): string {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = createFormatter(zone);
    formatters.set(zone, formatter);
  }
  return formatter.format(instant);
}

function createFormatter(timeZone: string): Intl.DateTimeFormat {
  try {
    const twoDigits = {
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    } as const;
    return new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', ...twoDigits, hourCycle: 'h23' });
  } catch (cause) {
    throw new ConfigError(`The time zone "${timeZone}" is unknown; use an IANA name such as Europe/Paris.`, { cause });
  }
}
