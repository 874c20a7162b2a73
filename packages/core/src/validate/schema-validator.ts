import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { ItemBatch } from '../contracts/batch.ts';
import { defineValidator } from '../contracts/define.ts';
import type { JsonValue } from '../contracts/json.ts';
import type { ValidatorSession } from '../contracts/validator.ts';
import { MoneyLineItemSchema, UsageLineItemSchema } from './line-item-schema.ts';
import { type RowFault, rowCheck } from './row-check.ts';

/** Rejects of one code that get the schema's own words: those cost some 200 µs each, and a malformed file has millions. */
const detailedRejects = 300;

/**
 * Judges every row by the strict core of the line item; what does not hold becomes a dead letter.
 *
 * Order: after `identifiers` (its phase is `normalise`, this one's `judge`): values are normalised first, then judged.
 * Errors: codes are `FIELD_MISSING`, `FIELD_INVALID`, `FIELD_UNEXPECTED` (an amount in a feed without money) and `UNITS_NEGATIVE`.
 */
export const schemaValidator = defineValidator({
  name: 'schema',
  version: '1.0.0',
  summary: 'Every row is a line item: ISRC, territory, period, units, amount and currency as the schema says.',
  config: Type.Object({}, { additionalProperties: false }),
  fields: ['isrc', 'territory', 'period', 'saleType', 'units', 'amount', 'currency', 'amountUsd'],
  phase: 'judge',
  open: (_config, { money, resumed }) => createSession(money, resumed),
});

function createSession(money: boolean, resumed: JsonValue | undefined): ValidatorSession {
  const explain = createExplainer(money);
  // Survives a resume: the words of a dead letter may not depend on where the process was killed.
  const detailed = new Map<string, number>(Object.entries((resumed ?? {}) as Record<string, number>));
  return {
    check(batch, judge) {
      const faultOf = rowCheck(batch, money);
      for (let index = 0; index < batch.length; index += 1) {
        if (batch.alive[index] === 0) continue;
        const fault = faultOf(index);
        if (fault === undefined) continue;
        const count = detailed.get(fault.code) ?? 0;
        const words = count < detailedRejects ? explain(batch, index, fault) : undefined;
        if (count < detailedRejects) detailed.set(fault.code, count + 1);
        judge.reject(index, fault.code, fault.field, messageOf(batch, index, fault, words));
      }
    },
    snapshot: () => Object.fromEntries(detailed),
  };
}

function messageOf(batch: ItemBatch, index: number, fault: RowFault, words: string | undefined): string {
  const detail = words === undefined ? '' : ` (${words})`;
  return `The row's ${fault.what}${detail}, line ${batch.lines[index]} of ${batch.report.object}; ${fault.next}.`;
}

/** The schema's own words about a row; not compiled, for most reports have no such row and those that have show a few. */
function createExplainer(money: boolean): (batch: ItemBatch, index: number, fault: RowFault) => string | undefined {
  const schema = money ? MoneyLineItemSchema : UsageLineItemSchema;
  return (batch, index, fault) => {
    const errors = Value.Errors(schema, batch.item(index));
    return (errors.find(({ instancePath }) => instancePath === `/${fault.field}`) ?? errors[0])?.message;
  };
}
