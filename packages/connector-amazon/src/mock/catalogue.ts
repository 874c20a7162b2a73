import { createDraws } from './draws.ts';

/** A recording that does not exist. */
export interface FakeTrack {
  readonly isrc: string;
  /** With a leading zero. */
  readonly upc: string;
  readonly title: string;
  readonly artist: string;
}

/** With what breaks careless readers: quotes, commas, line ends in quotes, other scripts. */
const words = ['Harbour', 'Blå timme', '雨の駅', 'Nº 5, "Reprise"', 'Ночной\nпоезд', 'קיץ', 'Paper Boats'];
const artists = ['The Lantern Row', 'Ana & João', 'DJ "Quote", Inc.', '東京カルテット'];

/** The GTIN check digit. Source: GS1, weights 3, 1, 3, 1 … from the right of the body. */
function checkDigit(body: string): string {
  const sum = [...body].reverse().reduce((all, digit, index) => all + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return String((10 - (sum % 10)) % 10);
}

/** Makes up a catalogue; the same seed gives the same catalogue. */
export function generateCatalogue(seed: string | number, tracks: number): readonly FakeTrack[] {
  const draws = createDraws('amazon-catalogue', seed);
  return Array.from({ length: tracks }, (_, index) => {
    const release = `0${String(3_600_029_000 + Math.floor(index / 8)).padStart(10, '0')}`;
    return Object.freeze({
      isrc: `QZLGR26${String(index).padStart(5, '0')}`,
      upc: release + checkDigit(release),
      title: `${draws.pick(words)} ${index + 1}`,
      artist: draws.pick(artists),
    });
  });
}
