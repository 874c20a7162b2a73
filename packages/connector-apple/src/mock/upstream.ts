import { withoutColumn, withoutRows, withUnknownColumn, withWrongCount } from './edit-table.ts';
import { createFakeApple } from './fake-apple.ts';
import { answers, cannot, nameOf, placeOf, waivers } from './upstream-parts.ts';

/** Reporter's financial reports for the conformance suite: the iTunes Store and Apple Music, in two regions of one fiscal month. */
export const upstream = {
  name: 'apple reporter, finance',
  today: '2026-04-20',
  cannot: {
    ...cannot,
    reissue:
      'Whether and how Apple publishes a financial report anew is not documented; there is no revision and no list of reports.',
  },
  waivers,
  start({ now, rows }: { readonly now: () => number; readonly rows: number }) {
    const fake = createFakeApple({ now, rows: 8, financeReports: ['Financial', 'Apple Music'] });
    fake.state.financeKinds.set('Apple Music', 'music-newer');
    fake.state.rows.set('80012345/US/Financial/2026/5', rows).set('80012345/JP/Apple Music/2026/5', rows);
    return {
      config: fake.config(),
      feeds: ['finance'],
      window: { from: '2026-02-01', to: '2026-02-28' },
      handlers: fake.handlers,
      placeOf,
      nameOf,
      answers,
      edits: {
        unknownColumn: withUnknownColumn,
        missingColumn: (document: string) => withoutColumn(document, 'Apple Identifier'),
        noRows: withoutRows,
        wrongTotal: withWrongCount,
      },
    };
  },
};
