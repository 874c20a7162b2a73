import { createDraws, type Draws } from '@ledgerline/fakes';

/** A recording that does not exist. */
export interface FakeTrack {
  /** 22 characters of base 62, as in `spotify:track:…`. */
  readonly trackId: string;
  /** Of the international agency's range, so that it names no country. */
  readonly isrc: string;
  readonly upc: string;
  readonly ean: string;
  readonly title: string;
  readonly artist: string;
  readonly composer: string;
  readonly album: string;
  readonly label: string;
}

export type Catalogue = readonly FakeTrack[];

export interface CatalogueOptions {
  /** @default 1 */
  readonly seed?: string | number;
  /** @default 200 */
  readonly tracks?: number;
  /** @default 'Lantern Row' */
  readonly label?: string;
}

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Words in many scripts, with what breaks careless readers: quotes, commas, combining marks, right-to-left text, emoji. */
const words: readonly string[] = [
  'Slow "Harbour"',
  'Été, encore',
  'Straße 9',
  'Señal',
  'Łódź o świcie',
  'İlk ışık',
  'Žluťoučký kůň',
  'Ночной поезд',
  'Θάλασσα',
  'ليل طويل',
  'גשם ראשון',
  'बारिश की रात',
  'வானம்',
  'สายฝน',
  '夜の海',
  '東京ドライブ',
  '밤하늘',
  '月光小路',
  'Cafe\u0301 Nocturne',
  '🌊 Undertow',
  "O'Clock",
  "'Quoted'",
  '=SUM(Blue)',
  'N/A',
  'NULL',
  '1999',
];

const ensembles: readonly string[] = [
  'Harbour Lights',
  'Les Marées',
  'Полярный',
  'ユキノマチ',
  '바다밴드',
  'Orkiestra Ósma',
  'פנסים',
];

/** The GTIN check digit. Source: GS1, weights 3, 1, 3, 1 … from the right of the body. */
function checkDigit(body: string): string {
  const sum = [...body].reverse().reduce((all, digit, index) => all + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return String((10 - (sum % 10)) % 10);
}

function text(draws: Draws, alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[draws.int(alphabet.length)]).join('');
}

/** Makes up a catalogue; the same options give the same catalogue. */
export function generateCatalogue({ seed = 1, tracks = 200, label = 'Lantern Row' }: CatalogueOptions = {}): Catalogue {
  const draws = createDraws('catalogue', seed);
  return Array.from({ length: tracks }, (_, index) => {
    const release = `0${String(36_000_290_00 + Math.floor(index / 8)).padStart(10, '0')}`;
    const upc = release + checkDigit(release);
    return Object.freeze({
      trackId: text(draws, base62, 22),
      isrc: `ZZLGR26${String(index).padStart(5, '0')}`,
      upc,
      ean: `0${upc}`,
      title: `${draws.pick(words)} ${index + 1}`,
      artist: draws.pick(ensembles),
      composer: draws.pick(ensembles),
      album: draws.pick(words),
      label,
    });
  });
}
