const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Names that Unicode spells in another way today. */
const others: Readonly<Record<string, string>> = {
  Turkey: 'TR',
  Macao: 'MO',
  'Hong Kong': 'HK',
  Swaziland: 'SZ',
  Macedonia: 'MK',
};

/** Two-letter codes by English name (Unicode CLDR, as this Node knows it), `&` also as `and`; for `table` steps that keep the rest. */
export const territoryCodes: Readonly<Record<string, string>> = Object.freeze(readNames());

function readNames(): Record<string, string> {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const codes: Record<string, string> = {};
  for (const first of alphabet)
    for (const second of alphabet) {
      const code = first + second;
      const name = names.of(code);
      if (name === undefined || !/^[A-Z]{2}$/.test(new Intl.Locale(`und-${code}`).region ?? '')) continue;
      codes[name] ??= code;
      codes[name.replace('&', 'and')] ??= code;
    }
  return { ...codes, ...others };
}
