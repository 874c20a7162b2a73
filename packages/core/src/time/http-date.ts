const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const short = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const long = '(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)';
const month = `(${months.join('|')})`;
const time = '(\\d{2}):(\\d{2}):(\\d{2})';

const imfFixdate = new RegExp(`^${short}, (\\d{2}) ${month} (\\d{4}) ${time} GMT$`);
const rfc850 = new RegExp(`^${long}, (\\d{2})-${month}-(\\d{2}) ${time} GMT$`);
const asctime = new RegExp(`^${short} ${month} (\\d{2}| \\d) ${time} (\\d{4})$`);

/**
 * Reads the three forms of an HTTP date, case-sensitive, real calendar days only.
 *
 * Units: epoch ms. `wallMs` decides the century of a two-digit year: more than 50 years ahead means the past one.
 * Source: RFC 9110, section 5.6.7.
 */
export function parseHttpDate(text: string, wallMs: number): number | undefined {
  const imf = imfFixdate.exec(text);
  if (imf) return instant(Number(imf[3]), imf[2], imf[1], imf.slice(4, 7));
  const asc = asctime.exec(text);
  if (asc) return instant(Number(asc[6]), asc[1], asc[2], asc.slice(3, 6));
  const old = rfc850.exec(text);
  if (!old) return undefined;
  const thisYear = new Date(wallMs).getUTCFullYear();
  const year = thisYear - (thisYear % 100) + Number(old[3]);
  return instant(year > thisYear + 50 ? year - 100 : year, old[2], old[1], old.slice(4, 7));
}

function instant(
  year: number,
  monthName: string | undefined,
  dayText: string | undefined,
  clock: readonly string[],
): number | undefined {
  const monthIndex = months.indexOf(monthName ?? '');
  const day = Number(dayText);
  const [hour = 99, minute = 99, second = 99] = clock.map(Number);
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  // Years below 100 mean 19xx to Date.UTC, so every date is computed one 400-year cycle later.
  const cycleMs = 146_097 * 86_400_000;
  const midnight = Date.UTC(year + 400, monthIndex, day);
  if (day < 1 || new Date(midnight).getUTCMonth() !== monthIndex) return undefined;
  return midnight - cycleMs + ((hour * 60 + minute) * 60 + second) * 1000;
}
