import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ClosedRangeOptions, closedRange, type RangeCursor } from './closed-range.ts';

interface Item {
  readonly id: string;
  readonly ms: number;
}

const common = { startMs: 0, nowMs: 1_000_000, overlapMs: 100, at: ({ ms }: Item) => ms, id: ({ id }: Item) => id };

async function run(options: ClosedRangeOptions<Item>): Promise<{ items: string[]; cursor: RangeCursor }> {
  const items: string[] = [];
  for (const range = closedRange(options); ; ) {
    const step = await range.next();
    if (step.done) return { items, cursor: step.value };
    items.push(step.value.id);
  }
}

test('over any number of runs every item comes exactly once, with ties, late items and repeated ones', async () => {
  const item = fc.record({ ms: fc.nat(2_000), lateMs: fc.nat(100) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(item, { maxLength: 40 }),
      fc.array(fc.nat(2_300), { minLength: 1, maxLength: 6 }),
      fc.boolean(),
      fc.infiniteStream(fc.nat()),
      async (made, moments, ignoresRange, draws) => {
        const items = made.map(({ ms, lateMs }, index) => ({ id: `r${index}`, ms, seenFrom: ms + lateMs }));
        const nows = [...moments, 2_200].sort((left, right) => left - right);
        const yielded: string[] = [];
        let cursor: RangeCursor | undefined;
        for (const nowMs of nows) {
          const list = (fromMs: number) => {
            const visible = items.filter(({ ms, seenFrom }) => seenFrom <= nowMs && (ignoresRange || ms >= fromMs));
            const mixed = visible.map((one) => ({ one, key: draws.next().value ?? 0 })).sort((a, b) => a.key - b.key);
            return [...mixed, ...mixed.slice(0, 2)].map(({ one }) => one);
          };
          const ran = await run({ ...common, nowMs, cursor, list });
          yielded.push(...ran.items);
          cursor = JSON.parse(JSON.stringify(ran.cursor));
        }
        expect(yielded.sort()).toEqual(items.map(({ id }) => id).sort());
      },
    ),
    { numRuns: 300 },
  );
});

test('the range begins at the overlap, and a listing without news keeps its cursor', async () => {
  const asked: number[] = [];
  const list = (fromMs: number) => {
    asked.push(fromMs);
    return [{ id: 'a', ms: 500 }].filter(({ ms }) => ms >= fromMs);
  };
  const first = await run({ ...common, list });
  const second = await run({ ...common, list, cursor: first.cursor });
  expect([asked, first.items, second.items]).toEqual([[0, 400], ['a'], []]);
  expect(second.cursor).toEqual({ atMs: 500, seen: ['a'] });
});

test('an item of times to come is yielded once and does not carry the range away', async () => {
  const all = [{ id: 'future', ms: 9_000_000 }];
  const list = (fromMs: number) => all.filter(({ ms }) => ms >= fromMs);
  const first = await run({ ...common, list });
  expect(first.cursor).toEqual({ atMs: 1_000_000, seen: ['future'] });
  all.push({ id: 'now', ms: 1_000_050 });
  const second = await run({ ...common, nowMs: 1_000_100, list, cursor: first.cursor });
  expect(second.items).toEqual(['now']);
});

test('who stops early gets no cursor', async () => {
  const range = closedRange({
    ...common,
    list: () => [
      { id: 'a', ms: 1 },
      { id: 'b', ms: 2 },
    ],
  });
  expect(await range.next()).toEqual({ done: false, value: { id: 'a', ms: 1 } });
  for await (const _ of range) break;
  expect((await range.next()).value).toBeUndefined();
});

test('the ids of an overlap are bounded; those before it are forgotten on the way', async () => {
  const spread = Array.from({ length: 10_000 }, (_, index) => ({ id: `r${index}`, ms: index * 60 }));
  const ran = await run({ ...common, maxSeen: 10, list: () => spread });
  expect([ran.items.length, ran.cursor.seen]).toEqual([10_000, ['r9998', 'r9999']]);
  const dense = Array.from({ length: 11 }, (_, index) => ({ id: `r${index}`, ms: 5 }));
  await expect(run({ ...common, maxSeen: 10, list: () => dense })).rejects.toMatchObject({ code: 'CURSOR_TOO_WIDE' });
  await expect(run({ ...common, list: () => [{ id: 'a', ms: Number.NaN }] })).rejects.toMatchObject({
    code: 'LISTING_UNEXPECTED',
  });
});
