import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CellTable } from '../bytes/cell-table.ts';
import { columnOf } from '../bytes/cells.ts';
import type { ItemBatch } from '../contracts/batch.ts';
import { type ItemField, itemFields } from '../contracts/line-item.ts';
import type { Partition } from '../contracts/manifest.ts';
import { createPartitionEncoder, fileHeader, type PartitionEncoderOptions } from './partition-encoder.ts';

type Item = { readonly [F in ItemField]?: string | undefined };
const report = { dsp: 'x', account: 'a,"b"', feed: 'sales', period: '2026-03', scope: '-', object: 'o', locator: null };

function batchOf(items: readonly Item[]): ItemBatch {
  const columns = new Map(itemFields.map((field) => [field, columnOf(items.map((item) => item[field]))]));
  const batch: Pick<ItemBatch, 'length' | 'alive' | 'lines' | 'column'> = {
    length: items.length,
    alive: new Uint8Array(items.length).fill(1),
    lines: Int32Array.from(items, (_, index) => index + 4),
    column: (field) => columns.get(field),
  };
  return batch as ItemBatch;
}

/** Groups by territory and period. */
function groupsOf() {
  const table = new CellTable<readonly (string | undefined)[]>(2, (texts) => texts);
  const find = (batch: ItemBatch) =>
    table.find([batch.column('territory'), batch.column('period')], batch.length, batch.alive);
  return { keys: () => table.values(), find };
}

/** Encodes and gives the text of each partition. */
async function encode(items: readonly Item[], options: Partial<PartitionEncoderOptions> = {}, waits = false) {
  const files = new Map<string, string>();
  const calls: string[] = [];
  const groups = groupsOf();
  const encoder = createPartitionEncoder({ encoding: 'ndjson', report, groups, ...options });
  const emit = (partition: Partition, bytes: Uint8Array, rows: number): void | Promise<void> => {
    const key = `${partition.territory}/${partition.period}`;
    const text = Buffer.from(bytes).toString();
    calls.push(`${key} ${rows}`);
    files.set(key, (files.get(key) ?? '') + text);
    return waits ? Promise.resolve() : undefined;
  };
  for (let at = 0; at < items.length; at += 7) {
    const batch = batchOf(items.slice(at, at + 7));
    await encoder.write(batch, groups.find(batch), emit);
  }
  await encoder.flush(emit);
  return { files, calls };
}

const text = fc.option(fc.string({ unit: 'grapheme', minLength: 1 }), { nil: undefined });
const items = fc.array(
  fc.record({
    territory: fc.constantFrom('US', 'DE', 'NA'),
    period: fc.constantFrom('2026-03', '2026-03-05', '2026-04'),
    title: text,
    artist: text,
    units: fc.constant('1'),
  }),
  { maxLength: 40 },
);
const shapeOf = (item: Item): Item =>
  Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));

test('every NDJSON line is the item it came from, in order, in its own partition', async () => {
  await fc.assert(
    fc.asyncProperty(items, fc.boolean(), async (given, waits) => {
      const { files } = await encode(given, { flushBytes: 200 }, waits);
      for (const [key, content] of files) {
        const [territory, month] = key.split('/');
        const wanted = given.filter((item) => item.territory === territory && item.period.startsWith(month!));
        const lines = content
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line));
        expect(lines.map(({ dsp, account, feed, source, ...item }) => item)).toEqual(wanted.map(shapeOf));
        expect(lines.every((line) => line.account === report.account && line.source.line >= 4)).toBe(true);
      }
      expect([...files.values()].join('').split('\n').length - 1).toBe(given.length);
    }),
  );
});

test('CSV rows come back whole from an independent reader', async () => {
  await fc.assert(
    fc.asyncProperty(items, async (given) => {
      const { files } = await encode(given, { encoding: 'csv' });
      let rows = 0;
      for (const content of files.values()) {
        const records = parse<Record<string, string>>(fileHeader('csv') + content, { columns: true });
        rows += records.length;
        for (const record of records) {
          const found = given.some(
            (item) => (item.title ?? '') === record.title && (item.artist ?? '') === record.artist,
          );
          expect(found && record.account === report.account).toBe(true);
        }
      }
      expect(rows).toBe(given.length);
    }),
  );
});

test('control characters, quotes and backslashes survive JSON', async () => {
  const title = `${Array.from({ length: 0x30 }, (_, code) => String.fromCharCode(code)).join('')}"\\\u2028\u{1f3b5}`;
  const { files } = await encode([{ territory: 'US', period: '2026-03', title, units: '1' }]);
  expect(JSON.parse(files.get('US/2026-03') ?? '').title).toBe(title);
});

test('all partitions together stay within the bound, and the same rows give the same calls', async () => {
  const many = Array.from({ length: 350 }, (_, index) => ({
    territory: `${index % 50}`,
    period: '2026-03',
    title: 'x'.repeat(40),
    units: '1',
  }));
  const first = await encode(many, { maxBufferedBytes: 4000 });
  expect(first.calls.length).toBeGreaterThan(100);
  expect((await encode(many, { maxBufferedBytes: 4000 })).calls).toEqual(first.calls);
});

test('rows that are no longer alive are not written', async () => {
  const groups = groupsOf();
  const encoder = createPartitionEncoder({ encoding: 'ndjson', report, groups });
  const batch = batchOf([{ territory: 'US', period: '2026-03', units: '1' }]);
  batch.alive[0] = 0;
  const calls: unknown[] = [];
  await encoder.write(batch, groups.find(batch), (partition) => void calls.push(partition));
  await encoder.flush((partition) => void calls.push(partition));
  expect(calls).toEqual([]);
});
