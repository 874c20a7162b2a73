import type { Row } from '../contracts/batch.ts';
import type { CellStep } from '../contracts/columns.ts';
import type { ItemField } from '../contracts/line-item.ts';
import { PayloadError } from '../errors/leaves.ts';
import { compileSteps } from './cell-steps.ts';

/**
 * The transforms of `columns` for those who write `map(row)`: reads a cell of any row as `column(header, ...steps)` would.
 *
 * Errors: PayloadError with the code of the step that failed, which makes the row the same dead letter.
 *
 * @example
 * ```ts
 * const isrc = readCell('isrc', 'ISRC', strip('-'), upper());
 * const map = (row) => ({ isrc: isrc(row), saleType: 'stream' });
 * assert.deepEqual(map({ get: () => 'qz-abc-26-00001' }), { isrc: 'QZABC2600001', saleType: 'stream' });
 * ```
 */
export function readCell(
  field: ItemField,
  header: string,
  ...steps: readonly CellStep[]
): (row: Pick<Row, 'get'>) => string | undefined {
  const apply = compileSteps(steps);
  return (row) => {
    const text = row.get(header);
    if (text === undefined || text === '') return undefined;
    const result = apply(text);
    if (typeof result !== 'object') return result;
    const { code, message } = result;
    throw new PayloadError(`column "${header}" ${message}`, { code, details: { path: field } });
  };
}
