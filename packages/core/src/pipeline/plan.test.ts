import { expect, test } from 'vitest';
import type { JsonValue } from '../contracts/json.ts';
import type { Manifest } from '../contracts/manifest.ts';
import type { Listed, ListedReport, Provenance } from '../contracts/report.ts';
import { reportId } from '../contracts/report.ts';
import type { OpenSink } from '../contracts/sink.ts';
import type { StateStore } from '../contracts/state.ts';
import { ConfigError } from '../errors/leaves.ts';
import { parkedSpace, planFeed, tagSpace } from './plan.ts';

const scope = { dsp: 'x', account: 'label', feed: 'sales' };
const listed = (over: Partial<ListedReport> = {}): ListedReport => ({
  kind: 'report',
  period: '2026-03',
  locator: null,
  object: 'march.txt',
  ...over,
});

function sources(
  committed: readonly Partial<Manifest>[] = [],
  kept: Readonly<Record<string, JsonValue>> = {},
  provenance: Provenance = 'api',
) {
  const manifests = committed.map(
    (part) =>
      ({
        ...{ report: { ...scope, period: '2026-03', scope: '-' }, object: 'old.txt', revision: 'r1' },
        ...{ provenance: 'api', ...part },
      }) as Manifest,
  );
  const sink: Pick<OpenSink, 'current' | 'manifests'> = {
    current: async (key) => manifests.find((manifest) => reportId(manifest.report) === reportId(key)),
    async *manifests() {
      yield* manifests;
    },
  };
  const state: Pick<StateStore, 'get'> = { get: async (space, key) => kept[`${space} ${key}`] };
  return { sink: sink as OpenSink, state: state as StateStore, wallMs: 1000, provenance };
}

const statuses = async (items: readonly Listed[], ...given: Parameters<typeof sources>) =>
  (await planFeed(scope, items, sources(...given))).map((item) => item.status);

test('a report the ledger does not know is new', async () => {
  expect(await statuses([listed()])).toEqual(['new']);
});

test('a committed report stays committed while its tag does, or when it has none', async () => {
  expect(await statuses([listed({ tag: 'a' })], [{ tag: 'a' }])).toEqual(['committed']);
  expect(await statuses([listed()], [{ tag: 'a' }])).toEqual(['committed']);
});

test('a changed tag is a re-issue, unless its content is known to be what is committed', async () => {
  const key = `${tagSpace} x/label/sales/2026-03/-`;
  expect(await statuses([listed({ tag: 'b' })], [{ tag: 'a' }])).toEqual(['re-issued']);
  expect(await statuses([listed({ tag: 'b' })], [{ tag: 'a' }], { [key]: { tag: 'b', revision: 'r1' } })).toEqual([
    'committed',
  ]);
  expect(await statuses([listed({ tag: 'b' })], [{ tag: 'a' }], { [key]: { tag: 'b', revision: 'r0' } })).toEqual([
    're-issued',
  ]);
});

test('a parked report is left alone until its instant', async () => {
  const key = `${parkedSpace} x/label/sales/2026-03/-`;
  expect(await statuses([listed()], [], { [key]: { retryAt: 1001, reason: 'wait' } })).toEqual(['parked']);
  expect(await statuses([listed()], [], { [key]: { retryAt: 1000, reason: 'wait' } })).toEqual(['new']);
});

test('two documents with one identity are both held', async () => {
  expect(await statuses([listed(), listed({ object: 'copy.txt' })])).toEqual(['held', 'held']);
});

test('layouts of one group are never both counted: what is committed stays, the other is held', async () => {
  const combined = listed({ scope: 'all', alternative: { group: 'streaming', layout: 'combined' } });
  const split = listed({ scope: 'EUR', object: 'eur.txt', alternative: { group: 'streaming', layout: 'split' } });
  expect(await statuses([combined, split])).toEqual(['held', 'held']);
  const ledger = [{ report: { ...scope, period: '2026-03', scope: 'all' }, alternative: combined.alternative }];
  expect(await statuses([combined, split], ledger as Partial<Manifest>[])).toEqual(['committed', 'held']);
  expect(await statuses([listed({ ...split, period: '2026-04' })], ledger as Partial<Manifest>[])).toEqual(['new']);
});

test('what another source has in force is read once, whatever its tag, and then left', async () => {
  const file = [{ provenance: 'file', tag: 'a' }] as const;
  expect(await statuses([listed({ tag: 'b' })], file)).toEqual(['re-issued']);
  expect(await statuses([listed()], file)).toEqual(['re-issued']);
  const key = `${tagSpace} x/label/sales/2026-03/-`;
  expect(await statuses([listed()], file, { [key]: { tag: null, revision: 'r1' } })).toEqual(['committed']);
  // Each source remembers its own document.
  const known = { [key]: { tag: 'b', revision: 'r1' }, [`${key}#file`]: { tag: 'c', revision: 'r1' } };
  expect(await statuses([listed({ tag: 'b' })], file, known)).toEqual(['committed']);
  expect(await statuses([listed({ tag: 'c' })], [{ provenance: 'api' }], known, 'file')).toEqual(['committed']);
});

test.each([
  ['the whole of a period of which a part is there', '2026-03', '-', '2026-03', 'DE', 'held'],
  ['a part of a period of which the whole is there', '2026-03', 'DE', '2026-03', '-', 'held'],
  ['days of a month that is there', '2026-03-05', '-', '2026-03', '-', 'held'],
  ['another part', '2026-03', 'DE', '2026-03', 'US', 'new'],
  ['another month', '2026-04', '-', '2026-03', '-', 'new'],
  ['days of another part', '2026-03-05', 'DE', '2026-03', 'US', 'new'],
] as const)('%s, from another source', async (_, period, part, hasPeriod, hasPart, status) => {
  const ledger = [{ provenance: 'file', report: { ...scope, period: hasPeriod, scope: hasPart } }] as const;
  expect(await statuses([listed({ period, scope: part })], ledger)).toEqual([status]);
  const own = [{ report: { ...scope, period: hasPeriod, scope: hasPart } }];
  expect(await statuses([listed({ period, scope: part })], own)).toEqual(['new']);
});

test('skips and problems are passed on with their reasons', async () => {
  const problem = new ConfigError('which month?');
  const items: Listed[] = [
    { kind: 'skip', object: 'summary.txt', reason: 'a summary' },
    { kind: 'problem', object: 'odd.txt', error: problem },
  ];
  const planned = await planFeed(scope, items, sources());
  expect(planned).toMatchObject([
    { status: 'skip', object: 'summary.txt', reason: 'a summary' },
    { status: 'problem', report: { object: 'odd.txt', period: 'unknown' }, error: problem },
  ]);
});
