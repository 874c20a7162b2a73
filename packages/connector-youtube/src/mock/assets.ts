import { createDraws } from '@ledgerline/fakes';

/** An asset that does not exist. */
export interface FakeAsset {
  readonly assetId: string;
  /** Of the international agency's range, so that it names no country. */
  readonly isrc: string;
  readonly upc: string;
  readonly title: string;
  readonly artist: string;
  readonly channelId: string;
}

export type FakeAssets = readonly FakeAsset[];

/** Words in many scripts, with what breaks careless readers of CSV: quotes, commas, line feeds within a cell. */
const words: readonly string[] = [
  'Slow "Harbour"',
  'Été, encore',
  'Straße 9',
  'Ночной поезд',
  'ليل طويل',
  'बारिश की रात',
  '夜の海',
  '밤하늘',
  '🌊 Undertow',
  'None',
  'NA',
  'Two\nlines',
];
const ensembles: readonly string[] = ['Harbour Lights', 'Les Marées', 'ユキノマチ', 'Ensemble, the'];

/** The GTIN check digit. Source: GS1, weights 3, 1, 3, 1 … from the right of the body. */
function checkDigit(body: string): string {
  const sum = [...body].reverse().reduce((all, digit, index) => all + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return String((10 - (sum % 10)) % 10);
}

/** Makes up assets; the same seed gives the same ones. */
export function generateAssets({
  seed = 1,
  assets = 40,
}: {
  seed?: string | number;
  assets?: number;
} = {}): FakeAssets {
  const draws = createDraws('assets', seed);
  return Array.from({ length: assets }, (_, index) => {
    const release = `0${String(36_000_310_00 + Math.floor(index / 8)).padStart(10, '0')}`;
    return Object.freeze({
      assetId: `A${String(100_000_000_000_000 + index * 7919)}`,
      isrc: `ZZLGY26${String(index).padStart(5, '0')}`,
      upc: release + checkDigit(release),
      title: `${draws.pick(words)} ${index + 1}`,
      artist: draws.pick(ensembles),
      channelId: `UC${String(index % 5).padStart(22, 'x')}`,
    });
  });
}
