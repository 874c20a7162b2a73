/** What most integers look like; the others are looked at more closely. */
const canonical = /^(?:0|-?[1-9]\d{0,14})$/;

/**
 * Reads integer text strictly and gives its canonical form, or undefined for anything else.
 *
 * Shape: `+7` and `007` are `7`, `-007` is `-7`, `-0` is `0`; `7.0`, `1e3`, `1,000` and blanks are no integers.
 */
export function normalizeInteger(text: string): string | undefined {
  if (canonical.test(text)) return text;
  const match = /^([+-]?)0*(\d{1,1000})$/.exec(text);
  if (match === null) return undefined;
  const digits = match[2]!;
  return match[1] === '-' && digits !== '0' ? `-${digits}` : digits;
}
