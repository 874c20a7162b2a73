import { withoutColumn, withoutRows, withUnknownColumn } from './edit-table.ts';
import { createFakeApple } from './fake-apple.ts';
import { answers, cannot, nameOf, placeOf, waivers } from './upstream-parts.ts';

/** Reporter's Sales & Trends for the conformance suite: two days of purchases, and of streams with the catalogue they are joined to. */
export const salesUpstream = {
  name: 'apple reporter, sales and trends',
  today: '2026-03-08',
  cannot: { ...cannot, wrongTotal: 'Reports of Sales & Trends state no totals.' },
  waivers,
  start({ now, rows }: { readonly now: () => number; readonly rows: number }) {
    const fake = createFakeApple({ now, rows: 8 });
    const [sales, streams] = ['80012345/Sales/Detailed/Daily', '80012345/amStreams/Detailed/Daily'];
    fake.state.rows.set(`${sales}/20260305`, rows).set(`${streams}/20260306`, rows);
    return {
      config: fake.config(),
      feeds: ['sales', 'streams'],
      window: { from: '2026-03-05', to: '2026-03-06' },
      handlers: fake.handlers,
      placeOf,
      nameOf,
      answers,
      edits: {
        unknownColumn: withUnknownColumn,
        missingColumn: (document: string) => withoutColumn(document, 'Apple Identifier'),
        noRows: withoutRows,
      },
      reissue: () => void fake.state.revisions.set(`${sales}/20260306`, 1),
      // Nothing tells of a changed report: the newest days are read again once a day.
      noticedAfterMs: 86_400_000,
    };
  },
};
