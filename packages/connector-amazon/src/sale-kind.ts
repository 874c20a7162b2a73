import type { ByteColumn, RowBatch } from '@ledgerline/core';
import { columnOfWords, forEachRun, signOf } from './cells.ts';
import type { AmazonConfig } from './config.ts';
import { streamProducts } from './records.ts';
import type { StatementHeader } from './statement-header.ts';
import type { Speak } from './statement-watch.ts';

type Flag = 'sale' | 'return' | 'unknown';

/**
 * Makes the column that says what kind of sale every row is: the product (`stream`, or its code as it came), and whether it is a return.
 *
 * Signs are never changed. A return that comes with positive numbers is a finding; so is a sale that comes with negative ones, which is named
 * an adjustment. A flag that is neither sale nor return by the configuration holds the report.
 */
export function createSaleKinds(header: StatementHeader, config: AmazonConfig, speak: Speak) {
  const flags = new Map<string, Flag>([
    ['', 'sale'],
    ...config.saleFlags.map((flag) => [flag.toUpperCase(), 'sale'] as const),
    ...config.returnFlags.map((flag) => [flag.toUpperCase(), 'return'] as const),
  ]);

  function productOf(text: string): string {
    const product = text.trim();
    if (streamProducts.has(product.toUpperCase())) return 'stream';
    if (product === '') return 'sale';
    const code = product.slice(0, 24);
    speak(
      'PRODUCT_TYPE_UNKNOWN',
      'warning',
      code,
      `PRODUCT_TYPE_ID "${code}" is not known to this connector; its rows keep it as their sale type.`,
    );
    return code;
  }

  function flagOf(text: string, line: number): Flag {
    const word = text.trim().toUpperCase().slice(0, 24);
    const flag = flags.get(word) ?? 'unknown';
    if (flag === 'unknown') {
      speak(
        'SALE_FLAG_UNKNOWN',
        'error',
        word,
        `line ${line} has the SALE_RETURN_FLAG "${word}", which may be a return or not; add it to \`returnFlags\` or \`saleFlags\`.`,
      );
    }
    return flag;
  }

  return (batch: RowBatch): ByteColumn => {
    const { length, lines } = batch;
    const products: string[] = new Array(length).fill('sale');
    const returns: Flag[] = new Array(length).fill('sale');
    if (header.product !== undefined) {
      forEachRun(batch.column(header.product), length, (text, from, to) => products.fill(productOf(text), from, to));
    }
    if (header.flag !== undefined) {
      forEachRun(batch.column(header.flag), length, (text, from, to) =>
        returns.fill(flagOf(text, lines[from]!), from, to),
      );
    }
    const units = batch.column(header.units);
    const amounts = batch.column(header.amount);
    const words: string[] = [];
    const picks = new Int32Array(length);
    const known = new Map<string, number>();
    for (let row = 0; row < length; row += 1) {
      const signs = [signOf(units, row), signOf(amounts, row)];
      let kind = products[row]!;
      if (returns[row] === 'return') {
        kind = `${kind} return`;
        if (signs.includes(1)) {
          speak(
            'RETURN_POSITIVE',
            'warning',
            '',
            `line ${lines[row]} is flagged as a return and has positive numbers; such rows stay as they came.`,
          );
        }
      } else if (signs.includes(-1)) {
        kind = `${kind} adjustment`;
        speak(
          'RETURN_UNFLAGGED',
          'warning',
          '',
          `line ${lines[row]} has negative numbers and no flag of a return; such rows stay as they came.`,
        );
      }
      let pick = known.get(kind);
      if (pick === undefined) {
        pick = words.push(kind) - 1;
        known.set(kind, pick);
      }
      picks[row] = pick;
    }
    return columnOfWords(words, picks, length);
  };
}
