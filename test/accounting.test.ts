import amazon from '@ledgerline/connector-amazon';
import { upstream as amazonUpstream } from '@ledgerline/connector-amazon/mock';
import apple from '@ledgerline/connector-apple';
import { salesUpstream as appleSales, upstream as appleUpstream } from '@ledgerline/connector-apple/mock';
import spotify from '@ledgerline/connector-spotify';
import { salesUpstream as spotifySales, upstream as spotifyUpstream } from '@ledgerline/connector-spotify/mock';
import youtube from '@ledgerline/connector-youtube';
import { upstream as youtubeUpstream } from '@ledgerline/connector-youtube/mock';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AnyConnector, World } from '../packages/testkit/src/world/world.ts';

const Exact = Decimal.clone({ precision: 1000 });
const deep = process.env.LEDGERLINE_DEEP === '1';

/** One thing done to a text at a place between 0 and 1. */
interface Damage {
  readonly at: number;
  readonly kind: 'overwrite' | 'delete' | 'repeat-line' | 'insert' | 'cut';
  readonly text: string;
}

const junk = ['\t', ',', ';', '"', '\n', '\r\n', 'NaN', '-', '1,234.56', '\u0000', '\ufffd', '{', '9'.repeat(400), 'Ü'];
const damage: fc.Arbitrary<Damage> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  kind: fc.constantFrom('overwrite', 'delete', 'repeat-line', 'insert', 'insert', 'cut'),
  text: fc.constantFrom(...junk),
});

function damaged(text: string, wounds: readonly Damage[]): string {
  return wounds.reduce((whole, { at, kind, text: piece }) => {
    const place = Math.floor(at * whole.length);
    const lineStart = whole.lastIndexOf('\n', place) + 1;
    const lineEnd = whole.indexOf('\n', place) + 1 || whole.length;
    switch (kind) {
      case 'overwrite':
        return whole.slice(0, place) + piece + whole.slice(place + piece.length);
      case 'delete':
        return whole.slice(0, place) + whole.slice(place + 1 + piece.length);
      case 'repeat-line':
        return whole.slice(0, lineEnd) + whole.slice(lineStart, lineEnd) + whole.slice(lineEnd);
      case 'cut':
        return whole.slice(0, Math.max(place, 1));
      default:
        return whole.slice(0, place) + piece + whole.slice(place);
    }
  }, text);
}

/** Tried before anything drawn: the whole document, whose rows are all read, a header of one cell more, each kind of wound near the end. */
const examples: [Damage[]][] = [
  [[]],
  ...[',', '\t'].map((text): [Damage[]] => [[{ at: 0, kind: 'insert', text }]]),
  ...(['overwrite', 'delete', 'repeat-line', 'insert', 'cut'] as const).map((kind): [Damage[]] => [
    [{ at: 0.9, kind, text: '-' }],
  ]),
];

const connectors = [
  ['spotify streams', spotify, spotifyUpstream],
  ['spotify sales', spotify, spotifySales],
  ['apple', apple, appleUpstream],
  ['apple sales', apple, appleSales],
  ['amazon', amazon, amazonUpstream],
  ['youtube', youtube, youtubeUpstream],
] as const;

/** One kind of report of each connector where time is short. */
const tried = connectors.filter(([name]) => deep || !name.endsWith(' sales'));

test.each(tried)(
  '%s: however a document is damaged, every record read is accepted, rejected or skipped',
  async (_, connector, upstream) => {
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 4 }), async (wounds) => {
        const world = await World.open({ connector: connector as AnyConnector, upstream, rows: 12 });
        try {
          world.wire.faults.add(
            { at: 'document' },
            { kind: 'edit', name: 'damaged', edit: (text) => damaged(text, wounds) },
          );
          const { summary } = await world.run();
          const outcomes = Object.values(summary.pipelines).flatMap((pipeline) => pipeline.outcomes);
          for (const { read, accepted, rejected, skipped, code } of outcomes) {
            expect(accepted + rejected + skipped).toBe(read);
            seen += read;
            expect(['INTERNAL', 'ROWS_UNACCOUNTED', 'STAGED_DIFFERS']).not.toContain(code);
          }
          for (const { manifest } of (await world.lake()).values()) {
            const { counts, totals, rejectedTotals, claims } = manifest;
            const rows = (lines: typeof totals): number => lines.reduce((sum, line) => sum + line.rows, 0);
            expect([rows(totals), rows(rejectedTotals)]).toEqual([counts.accepted, counts.rejected]);
            expect(claims.filter(({ holds }) => !holds)).toEqual([]);
            const units = totals.reduce((sum, line) => sum.plus(line.units), new Exact(0));
            const outcome = outcomes.find(
              ({ revision, effect }) => effect === 'committed' && revision === manifest.revision,
            );
            expect(units.toFixed()).toBe(new Exact(outcome?.units ?? 'NaN').toFixed());
          }
        } finally {
          await world.close();
        }
      }),
      { examples, numRuns: examples.length + (deep ? 100 : 2) },
    );
    expect(seen).toBeGreaterThan(0);
  },
  300_000,
);
