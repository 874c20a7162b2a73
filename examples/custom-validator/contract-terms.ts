import { defineValidator, Type } from '@ledgerline/core';

/** Rows are refused for a sale type that the contract does not know; rows with more units than a month can have are only remarked upon. */
export default defineValidator({
  name: 'contract-terms',
  version: '1.0.0',
  summary: 'Sale types of the contract, and a ceiling for units.',
  config: Type.Object({
    saleTypes: Type.Array(Type.String(), { minItems: 1, description: 'Sale types that the contract pays for.' }),
    maxUnits: Type.Integer({ default: 10_000_000, minimum: 1, description: 'More units than this in a row are odd.' }),
  }),
  fields: ['saleType', 'units'],
  open({ saleTypes, maxUnits }, { resumed }) {
    const known = new Set(saleTypes);
    // A reading that goes on at a checkpoint goes on counting there.
    let odd = Number(resumed ?? 0);
    return {
      check(batch, judge) {
        for (let row = 0; row < batch.length; row += 1) {
          if (batch.alive[row] !== 1) continue;
          if (!known.has(batch.text('saleType', row) ?? ''))
            judge.reject(row, 'SALE_TYPE_NOT_IN_CONTRACT', 'saleType', 'the contract does not know this sale type');
          else if (BigInt(batch.text('units', row) ?? 0) > BigInt(maxUnits)) odd += 1;
        }
      },
      finish: () =>
        odd === 0
          ? []
          : [{ code: 'UNITS_ODD', severity: 'warning', message: `rows of more than ${maxUnits}`, count: odd }],
      snapshot: () => odd,
    };
  },
});
