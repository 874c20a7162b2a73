import type { CellColumn } from '../bytes/cells.ts';
import type { RowBatch } from '../contracts/batch.ts';
import type { ColumnMap } from '../contracts/columns.ts';
import { type ItemField, itemFields } from '../contracts/line-item.ts';
import { compileRule, type RuleContext, ruleOf } from './compile-rule.ts';
import type { HeaderMatch } from './header-match.ts';
import type { RowFaults } from './row-fault.ts';

/** Makes the columns of line items out of a batch of rows. */
export type BatchMapper = (batch: RowBatch, faults: RowFaults) => Map<ItemField, CellColumn>;

/** The mapping as data, compiled against the header: no row objects, and no strings where no transform needs one. */
export function mapByColumns(columns: ColumnMap, header: HeaderMatch, context: RuleContext): BatchMapper {
  const sources = itemFields.flatMap((field) => {
    const input = columns[field];
    return input === undefined ? [] : [{ field, source: compileRule(ruleOf(input), field, header, context) }];
  });
  return (batch, faults) => {
    const cells = new Map<ItemField, CellColumn>();
    for (const { field, source } of sources) {
      const { column, faults: ofField } = source(batch);
      if (column !== undefined) cells.set(field, column);
      if (ofField !== undefined) for (const [row, fault] of ofField) faults.add(row, fault);
    }
    return cells;
  };
}
