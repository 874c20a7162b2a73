const names = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const fullNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

function monthNumber(word: string): string | undefined {
  const text = word.toLowerCase();
  const index = text === 'sept' ? 8 : names.includes(text) ? names.indexOf(text) : fullNames.indexOf(text);
  return index < 0 ? undefined : String(index + 1).padStart(2, '0');
}

/**
 * The month (`YYYY-MM`) that a folder is named for: `202607`, `2026-07`, `07-2026`, `Jul 2026`, `2026_July`.
 *
 * Source: the spelling is not documented; these are ours, and anything else is reported rather than guessed.
 */
export function readMonthFolder(name: string): string | undefined {
  const [, year, month] = /^(20\d{2})[-_. ]?(0[1-9]|1[0-2])$/.exec(name) ?? [];
  if (year !== undefined) return `${year}-${month}`;
  const [, first, second] = /^(0[1-9]|1[0-2])[-_. ](20\d{2})$/.exec(name) ?? [];
  if (second !== undefined) return `${second}-${first}`;
  const [, before, yearBetween = '', after] =
    /^([A-Za-z]{3,9})?[-_. ]?(20\d{2})[-_. ]?([A-Za-z]{3,9})?$/.exec(name) ?? [];
  const word = before ?? after;
  if (word === undefined || (before !== undefined && after !== undefined)) return undefined;
  const number = monthNumber(word);
  return number === undefined ? undefined : `${yearBetween}-${number}`;
}
