/** The number of days of a month of the Gregorian calendar. */
function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** The first and last day of `2026-02` or `2026-02-07`; undefined for a day that no calendar has. */
export function dayRange(text: string): { readonly first: string; readonly last: string } | undefined {
  const [year = 0, month = 0, day] = text.split('-').map(Number);
  const days = daysIn(year, month);
  if (day !== undefined) return day <= days ? { first: text, last: text } : undefined;
  return { first: `${text}-01`, last: `${text}-${days}` };
}
