import { createDraws } from '@ledgerline/fakes';

/** A song that does not exist, as Apple knows it. */
export interface FakeSong {
  /** Digits, with leading zeros now and then, so that a reader that makes numbers of it is found out. */
  readonly appleId: string;
  readonly isrc: string;
  readonly upc: string;
  readonly title: string;
  readonly artist: string;
  readonly label: string;
}

const titles: readonly string[] = [
  ...['Slow "Harbour"', 'Été, encore', 'Ночной поезд', '夜の海', 'ليل طويل', '밤하늘', 'N/A', '=SUM(Blue)', '1999'],
  ...["O'Clock", 'Cafe\u0301 Nocturne', '🌊 Undertow'],
];
const artists: readonly string[] = ['Harbour Lights', 'Les Marées', 'Полярный', 'ユキノマチ', 'Orkiestra Ósma'];

/** The GTIN check digit. Source: GS1, weights 3, 1, 3, 1 … from the right of the body. */
function checkDigit(body: string): string {
  const sum = [...body].reverse().reduce((all, digit, index) => all + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return String((10 - (sum % 10)) % 10);
}

/** Makes up a catalogue; the same seed gives the same songs. */
export function generateSongs({
  seed = 1,
  songs = 60,
}: {
  readonly seed?: string | number;
  readonly songs?: number;
} = {}): readonly FakeSong[] {
  const draws = createDraws('songs', seed);
  return Array.from({ length: songs }, (_, index) => {
    const release = `0${String(36_000_290_00 + Math.floor(index / 8)).padStart(10, '0')}`;
    return Object.freeze({
      appleId: `${index % 7 === 0 ? '00' : ''}${1_440_000_000 + index * 13}`,
      isrc: `ZZLGA26${String(index).padStart(5, '0')}`,
      upc: release + checkDigit(release),
      title: `${draws.pick(titles)} ${index + 1}`,
      artist: draws.pick(artists),
      label: 'Lantern Row',
    });
  });
}
