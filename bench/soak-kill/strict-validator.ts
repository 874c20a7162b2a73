// Sets rows aside when the environment says so, and lets them pass when they are tried again without it.
import { defineValidator, Type } from '@ledgerline/core';
import { variables } from './protocol.ts';

/** Every so many lines of the document; well below what makes a report be held. */
const every = 150;

export default defineValidator({
  name: 'strict',
  version: '1.0.0',
  summary: 'Rows that are refused until the soak says otherwise.',
  config: Type.Object({}),
  fields: ['isrc'],
  open: () => ({
    check(batch, judge) {
      if (process.env[variables.strict] === undefined) return;
      for (let row = 0; row < batch.length; row += 1)
        if (batch.alive[row] === 1 && (batch.lines[row] ?? 0) % every === 0)
          judge.reject(row, 'SOAK_STRICT', 'isrc', 'the soak refuses this row for now');
    },
  }),
});
