import { Type } from 'typebox';
import { cellText } from '../bytes/cells.ts';
import type { ItemBatch } from '../contracts/batch.ts';
import { defineValidator } from '../contracts/define.ts';
import type { ValidatorSession } from '../contracts/validator.ts';
import { currencyRule, type IdentifierRule, isrcRule, territoryRule, upcRule } from './identifier-rules.ts';

/**
 * Normalises identifiers, territories and currencies, and says what it found.
 *
 * Order: before `schema` (its phase is `normalise`): hyphens leave an ISRC and lost zeros return to a UPC before anyone judges them.
 * Errors: rejects `ISRC_INVALID` and `ISRC_SEVERAL` (with `identifiers: flag` the ISRC is left out and flagged instead), and
 * `CURRENCY_UNKNOWN` on rows with money. Everything else is flagged: `…_NORMALISED`, `…_MISSING`, `…_SUSPECT`, `UPC_PADDED`, `UPC_INVALID`,
 * `TERRITORY_UNKNOWN` (kept as `ZZ`, the text in `territoryRaw`), `TERRITORY_REPLACED`, `TERRITORY_SUBDIVISION`, `…_WITHDRAWN`.
 */
export const identifiersValidator = defineValidator({
  name: 'identifiers',
  version: '1.0.0',
  summary: 'ISRC, UPC, territory and currency in one spelling each; what is wrong is set aside or flagged.',
  config: Type.Object(
    {
      identifiers: Type.Union([Type.Literal('strict'), Type.Literal('flag')], {
        default: 'strict',
        description:
          'What an ISRC that is present but invalid costs: the row (strict), or only itself and a finding (flag).',
      }),
    },
    { additionalProperties: false },
  ),
  fields: ['isrc', 'upc', 'territory', 'territoryRaw', 'currency', 'amount'],
  phase: 'normalise',
  open: ({ identifiers }, { money }) =>
    // Rules that reject come last, so that a dead letter names its territory and currency as the totals do.
    createSession([territoryRule(), upcRule(), currencyRule(money), isrcRule(identifiers ?? 'strict')]),
});

type Rules = readonly [territory: IdentifierRule, upc: IdentifierRule, currency: IdentifierRule, isrc: IdentifierRule];

function createSession(rules: Rules): ValidatorSession {
  return {
    check(batch, judge) {
      const columns = rules.map(({ field }) => batch.column(field));
      const isSettled = settledRow(batch, rules);
      for (let index = 0; index < batch.length; index += 1) {
        if (isSettled?.(index)) continue;
        for (let k = 0; k < rules.length && batch.alive[index] === 1; k += 1) {
          const rule = rules[k]!;
          const column = columns[k];
          const start = column === undefined ? -1 : column.start[index]!;
          const isThere = column !== undefined && start >= 0 && start < column.end[index]!;
          if (isThere && rule.isSettled(column.bytes, start, column.end[index]!)) continue;
          rule.settle({ batch, index, judge }, isThere ? cellText(column, index) : undefined);
          // Setting a cell may have given the batch another column.
          columns[k] = batch.column(rule.field);
        }
      }
    },
  };
}

/** Says of a row that all its identifiers are settled, or that it takes a closer look: most rows are the first, and a call that is written out costs a third of one in a list. */
function settledRow(
  batch: ItemBatch,
  [ofTerritory, ofUpc, ofCurrency, ofIsrc]: Rules,
): ((index: number) => boolean) | undefined {
  const [territory, upc] = [batch.column('territory'), batch.column('upc')];
  const [currency, isrc] = [batch.column('currency'), batch.column('isrc')];
  if (!territory || !upc || !currency || !isrc) return undefined;
  return (index) =>
    ofTerritory.isSettled(territory.bytes, territory.start[index]!, territory.end[index]!) &&
    ofUpc.isSettled(upc.bytes, upc.start[index]!, upc.end[index]!) &&
    ofCurrency.isSettled(currency.bytes, currency.start[index]!, currency.end[index]!) &&
    ofIsrc.isSettled(isrc.bytes, isrc.start[index]!, isrc.end[index]!);
}
