import { PayloadError } from '../errors/leaves.ts';
import { normalizeDecimal } from '../money/decimal.ts';
import { normalizeInteger } from '../money/integer.ts';

/**
 * The cell as canonical integer text; errors: PayloadError `CELL_NOT_INTEGER`.
 *
 * @example
 * ```ts
 * assert.equal(strictInteger('Units', '+12'), '12');
 * assert.throws(() => strictInteger('Units', '1.5'), { code: 'CELL_NOT_INTEGER' });
 * ```
 */
export function strictInteger(header: string, text: string | undefined): string {
  return (
    (text === undefined ? undefined : normalizeInteger(text)) ?? refuse(header, text, 'CELL_NOT_INTEGER', 'an integer')
  );
}

/**
 * The cell as exact decimal text; errors: PayloadError `CELL_NOT_DECIMAL`.
 *
 * @example
 * ```ts
 * assert.equal(strictDecimal('Amount', '1e-7'), '0.0000001');
 * assert.throws(() => strictDecimal('Amount', '1,5'), { code: 'CELL_NOT_DECIMAL' });
 * ```
 */
export function strictDecimal(header: string, text: string | undefined): string {
  return (
    (text === undefined ? undefined : normalizeDecimal(text)) ??
    refuse(header, text, 'CELL_NOT_DECIMAL', 'a decimal number')
  );
}

function refuse(header: string, text: string | undefined, code: string, noun: string): never {
  const found = text === undefined || text === '' ? 'it is empty' : 'it is something else';
  throw new PayloadError(`column ${JSON.stringify(header)} must hold ${noun}; ${found}`, {
    code,
    details: { path: header },
  });
}
