import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { JsonValue } from '../contracts/json.ts';
import type { StateStore } from '../contracts/state.ts';
import { createMemoryState } from './memory-state.ts';
import { openOnUse } from './open-on-use.ts';
import { openSqliteState } from './sqlite-state.ts';

const folder = mkdtempSync(join(tmpdir(), 'ledgerline-state-'));
let files = 0;
const freshPath = (): string => join(folder, `deep/er/state-${++files}.db`);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const implementations: readonly [string, () => StateStore][] = [
  ['memory', createMemoryState],
  ['sqlite', () => openSqliteState(freshPath())],
];

describe.each(implementations)('a %s state store', (_, create) => {
  test('gives back what was written last, and nothing for what was never written or deleted', async () => {
    const store = create();
    const value: JsonValue = { until: 5, list: [1, 'ü', null, { deep: true }] };
    await store.write([{ space: 'gates', key: 'a', value }]);
    expect(await store.get('gates', 'a')).toEqual(value);
    await store.write([{ space: 'gates', key: 'a', value: 'newer' }]);
    expect([await store.get('gates', 'a'), await store.get('other', 'a')]).toEqual(['newer', undefined]);
    await store.write([{ space: 'gates', key: 'a', value: undefined }]);
    expect([await store.get('gates', 'a'), await store.list('gates')]).toEqual([undefined, []]);
    await store.close();
  });

  test('keeps a null apart from nothing', async () => {
    const store = create();
    await store.write([{ space: 's', key: 'k', value: null }]);
    expect(await store.get('s', 'k')).toBe(null);
    await store.close();
  });

  test('lists one space by key, by a prefix that is taken literally', async () => {
    const store = create();
    const keys = ['b/2', 'b/1', 'a', 'b%', 'b_', 'B/1', '\u{1F600}', '\uFFFD'];
    await store.write(keys.map((key) => ({ space: 's', key, value: key })));
    await store.write([{ space: 't', key: 'b/3', value: 0 }]);
    expect((await store.list('s')).map(({ key }) => key)).toEqual([
      'B/1',
      'a',
      'b%',
      'b/1',
      'b/2',
      'b_',
      '\uFFFD',
      '\u{1F600}',
    ]);
    expect((await store.list('s', 'b/')).map(({ key }) => key)).toEqual(['b/1', 'b/2']);
    expect(await store.list('s', 'b%')).toEqual([{ key: 'b%', value: 'b%' }]);
    expect(await store.list('s', '\u{1F600}')).toHaveLength(1);
    await store.close();
  });

  test('applies a write as a whole or not at all', async () => {
    const store = create();
    await store.write([{ space: 's', key: 'a', value: 1 }]);
    const circle: Record<string, JsonValue> = {};
    circle.self = circle;
    await expect(
      store.write([
        { space: 's', key: 'a', value: 2 },
        { space: 's', key: 'b', value: circle },
      ]),
    ).rejects.toThrow();
    expect(await store.list('s')).toEqual([{ key: 'a', value: 1 }]);
    await store.write([{ space: 's', key: 'b', value: 3 }]);
    expect(await store.list('s')).toHaveLength(2);
    await store.close();
  });

  test('refuses work once closed, and may be closed twice', async () => {
    const store = create();
    await store.close();
    await store.close();
    await expect(store.get('s', 'a')).rejects.toMatchObject({ code: 'STATE_UNAVAILABLE', disposition: 'abort' });
    await expect(store.write([])).rejects.toMatchObject({ code: 'STATE_UNAVAILABLE' });
  });
});

test('both stores agree after any sequence of writes', async () => {
  const change = fc.record({
    space: fc.constantFrom('a', 'b'),
    key: fc.oneof(fc.constantFrom('x', 'y', 'xy'), fc.string({ unit: 'grapheme', maxLength: 4 })),
    value: fc.option(fc.jsonValue(), { nil: undefined }),
  });
  const path = freshPath();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(change, { maxLength: 5 }), { maxLength: 5 }),
      fc.string(),
      async (writes, prefix) => {
        const memory = createMemoryState();
        const sqlite = openSqliteState(path);
        const leftovers = [
          ...(await sqlite.list('a')).map(({ key }) => ({ space: 'a', key, value: undefined })),
          ...(await sqlite.list('b')).map(({ key }) => ({ space: 'b', key, value: undefined })),
        ];
        await sqlite.write(leftovers);
        for (const changes of writes) {
          const typed = changes.map(({ space, key, value }) => ({ space, key, value: value as JsonValue | undefined }));
          await memory.write(typed);
          await sqlite.write(typed);
        }
        for (const space of ['a', 'b']) {
          expect(await sqlite.list(space)).toEqual(await memory.list(space));
          expect(await sqlite.list(space, prefix)).toEqual(await memory.list(space, prefix));
        }
        await sqlite.close();
      },
    ),
    { numRuns: 60 },
  );
});

test('what one process wrote another one sees, also while both are open', async () => {
  const path = freshPath();
  const [first, second] = [openSqliteState(path), openSqliteState(path)];
  await first.write([{ space: 's', key: 'a', value: 1 }]);
  expect(await second.get('s', 'a')).toBe(1);
  await Promise.all([first.close(), second.close()]);
  const later = openSqliteState(path);
  expect(await later.get('s', 'a')).toBe(1);
  await later.close();
});

test('a path that cannot be used is named with what was tried and what to do', () => {
  const file = join(folder, 'plain-file');
  writeFileSync(file, 'this is no database, only some text that is long enough to have a wrong header');
  for (const path of [join(file, 'state.db'), file]) {
    expect(() => openSqliteState(path)).toThrow(/could not be opened .* check that its folder is writable/);
  }
});

test('a store that is opened on use is opened once, when it is first asked, and closed only then', async () => {
  let opened = 0;
  const create = () => {
    opened += 1;
    return createMemoryState();
  };
  await openOnUse(create).close();
  expect(opened).toBe(0);
  const store = openOnUse(create);
  await store.write([{ space: 's', key: 'k', value: 1 }]);
  expect([await store.get('s', 'k'), await store.list('s', 'x'), opened]).toEqual([1, [], 1]);
  await store.close();
  await expect(store.get('s', 'k')).rejects.toMatchObject({ code: 'STATE_UNAVAILABLE' });
});
