import assert from 'node:assert/strict';
import type { ItemField } from '@ledgerline/core';
import type { Check } from '../check.ts';
import type { ItemCells, PlainItemBatch } from '../rows/item-batch.ts';
import { judge, type ValidatorUnderTest } from './validator-kit.ts';

/** The batch, noting the fields that are asked for beyond those. */
function watched(batch: PlainItemBatch, declared: readonly ItemField[], undeclared: Set<ItemField>): PlainItemBatch {
  return new Proxy(batch, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (field: ItemField | number, ...rest: readonly unknown[]): unknown => {
        if (typeof field === 'string' && !declared.includes(field)) undeclared.add(field);
        return Reflect.apply(member, target, [field, ...rest]);
      };
    },
  });
}

/** All checks of a validator over rows whose fate is known. */
export function validatorChecks(underTest: ValidatorUnderTest): readonly Check[] {
  const { validator } = underTest;
  const rows = underTest.rows.map(({ row }) => row);
  const wanted = underTest.rows.flatMap(({ rejected }, index) =>
    rejected === undefined ? [] : [`${index} ${rejected}`],
  );
  const many = [...rows, ...rows, ...rows];
  const check = (id: string, title: string, run: () => Promise<void>): Check => ({ id, title, run });
  return [
    check('validator/rows', 'rows are rejected with the codes they deserve, and no others', async () => {
      const { rejections } = await judge(underTest, rows);
      assert.deepEqual(
        rejections.map((text) => text.split(' ').slice(0, 2).join(' ')).sort(byRow),
        [...wanted].sort(byRow),
      );
    }),
    check('validator/fields', 'only declared fields are looked at', async () => {
      const undeclared = new Set<ItemField>();
      await judge(underTest, rows, { wrap: (batch) => watched(batch, validator.fields, undeclared) });
      assert.deepEqual([...undeclared], [], 'fields that `fields` does not name; they may not be there');
    }),
    check('validator/dead-rows', 'rows that are rejected already are passed over', async () => {
      const { rejections, flags } = await judge(underTest, rows, { dead: rows.map((_, index) => index) });
      assert.deepEqual([rejections, [...flags]], [[], []]);
    }),
    check('validator/batches', 'where batches begin and end changes nothing', async () => {
      const whole = await judge(underTest, many);
      for (const batchRows of [1, 2, 3]) assert.deepEqual(await judge(underTest, many, { batchRows }), whole);
    }),
    check('validator/resume', 'a sync resumed at any checkpoint is judged as one that never stopped', async () => {
      const whole = await judge(underTest, many, { batchRows: 2 });
      for (let killedAfter = 1; killedAfter < many.length / 2; killedAfter += 1) {
        const resumed = await judge(underTest, many, { batchRows: 2, killedAfter });
        assert.deepEqual({ ...resumed, writes: [] }, { ...whole, writes: [] }, `resumed after batch ${killedAfter}`);
      }
    }),
    check('validator/baselines', 'nothing is learned before the commit', async () => {
      assert.deepEqual((await judge(underTest, many)).writes, []);
    }),
    check('validator/settled', 'rows that it has put right once stay as they are', async () => {
      const once = await judge(underTest, rows);
      const settled = once.rows.map((text): ItemCells => JSON.parse(text));
      assert.deepEqual((await judge(underTest, settled)).rows, once.rows);
    }),
    check('validator/kinds', 'messages of flags describe the kind, not the row, so that counts add up', async () => {
      const once = await judge(underTest, rows);
      const thrice = await judge(underTest, many);
      assert.deepEqual([...thrice.flags.keys()].sort(), [...once.flags.keys()].sort());
    }),
  ];
}

function byRow(left: string, right: string): number {
  return Number.parseInt(left, 10) - Number.parseInt(right, 10);
}
