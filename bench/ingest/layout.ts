/** The 20 columns of the made-up sales report, in file order. */
export const header: readonly string[] = [
  ...['Start Date', 'End Date', 'Vendor', 'ISRC', 'UPC', 'Track Id', 'Title', 'Artist', 'Album', 'Label'],
  ...['Country', 'Month', 'Product', 'Sale Type', 'Quantity', 'Amount', 'Currency', 'Genre', 'Channel', 'Composer'],
];

export type Format = 'tsv' | 'csv' | 'ndjson';

/** How many partitions the rows fall into: every territory in every month. */
export interface Spread {
  readonly territories: number;
  readonly months: number;
}

/** 60 territories in three months: the 180 partitions of the ordinary run. */
export const ordinary: Spread = { territories: 60, months: 3 };

/** Two years in one file: 1 440 partitions open at once. */
export const wide: Spread = { territories: 60, months: 24 };

/** One row in this many has an ISRC that is none. */
export const badEvery = 2000;

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Territories that exist, so that identifiers are judged as they would be. */
export const territories: readonly string[] = (
  'AE AR AT AU BE BG BO BR CA CH CL CO CR CY CZ DE DK DO EC EE ES FI FR GB GR GT HK HN HR HU ' +
  'ID IE IL IN IS IT JP KR LT LU LV MT MX MY NI NL NO NZ PA PE PH PL PT PY RO SE SG SK TR US'
).split(' ');

const currencies = ['EUR', 'USD', 'GBP', 'SEK', 'JPY'];

/** Uniform integers below a bound from a seed (a 32-bit generator of the xorshift family). */
export function createDraws(seed: number): (bound: number) => number {
  let state = (seed | 0) === 0 ? 0x9e3779b9 : seed | 0;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}

type Draw = (bound: number) => number;

const digits = (draw: Draw, count: number): string => {
  let text = '';
  for (let at = 0; at < count; at++) text += draw(10);
  return text;
};
const word = (draw: Draw, count: number): string => {
  let text = '';
  for (let at = 0; at < count; at++) text += letters[draw(26)];
  return text;
};

function withCheckDigit(body: string): string {
  let sum = 0;
  for (let at = 0; at < body.length; at++) sum += Number(body[at]) * ((body.length - at) % 2 === 1 ? 3 : 1);
  return body + ((10 - (sum % 10)) % 10);
}

/** The cells of a track that are the same in all its rows: from ISRC to label, then genre, channel and composer. */
export type Track = readonly [readonly string[], readonly string[]];

export function createTracks(seed: number, count: number): readonly Track[] {
  const draw = createDraws(seed);
  return Array.from({ length: count }, (_, index): Track => {
    const artist = `${word(draw, 4)} ${word(draw, 7)}`;
    const title =
      index % 40 === 0 ? `Nö ${word(draw, 9)} (feat. ${word(draw, 5)})` : `${word(draw, 6)} ${word(draw, 5)}`;
    const isrc = `${word(draw, 2)}${word(draw, 1)}${digits(draw, 2)}${digits(draw, 7)}`;
    const upc = withCheckDigit(digits(draw, 11));
    const id = `trk:${word(draw, 8)}${digits(draw, 8)}`;
    const album = `${word(draw, 8)} ${word(draw, 4)}`;
    return [
      [isrc, upc, id, title, artist, album, `${word(draw, 6)} Records`],
      [`Genre ${draw(20)}`, draw(3) === 0 ? 'web' : 'app', `${word(draw, 5)}, ${word(draw, 6)}`],
    ];
  });
}

/** One row; the amount has up to twelve decimals, returns are negative. */
export function drawRow(
  draw: Draw,
  tracks: readonly Track[],
  { territories: wanted, months }: Spread,
  index: number,
): string[] {
  const [about, rest] = tracks[draw(tracks.length)]!;
  const month = draw(months);
  const text = `${2024 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
  const currency = currencies[draw(currencies.length)]!;
  const returned = draw(200) === 0;
  const fraction = currency === 'JPY' ? '' : `.${digits(draw, 2 + draw(11))}`;
  const identified = index % badEvery === badEvery - 1 ? ['NOT-AN-ISRC', ...about.slice(1)] : about;
  return [
    ...[`${text}-01`, `${text}-28`, '80012345', ...identified, territories[draw(wanted)]!, text],
    ...[draw(4) === 0 ? 'Family' : 'Premium', returned ? 'return' : 'stream', `${returned ? '-' : ''}${1 + draw(900)}`],
    ...[`${returned ? '-' : ''}${draw(40)}${fraction}`, currency, ...rest],
  ];
}
