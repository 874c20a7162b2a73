import { ConfigError, PayloadError } from '@ledgerline/core';
import type { AmazonConfig } from './config.ts';
import { currencyHeaders } from './records.ts';

/** The columns of a statement that are looked at besides the mapped ones, by the names they have in this file. */
export interface StatementHeader {
  readonly amount: string;
  readonly units: string;
  readonly vendor: string | undefined;
  readonly territory: string | undefined;
  readonly start: string | undefined;
  readonly end: string | undefined;
  readonly product: string | undefined;
  readonly flag: string | undefined;
  readonly currency: string | undefined;
}

function plain(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toUpperCase();
}

/**
 * Finds the columns of a statement.
 *
 * Errors: PayloadError `COLUMN_MISSING` without units, money or any identifier; ConfigError `CURRENCY_UNKNOWN` when neither the file nor the
 * configuration names the currency.
 */
export function readStatementHeader(
  header: readonly string[],
  object: string,
  config: AmazonConfig,
  facts: Readonly<Record<string, string>>,
): StatementHeader {
  const byName = new Map(header.map((name) => [plain(name), name]));
  const need = (name: string, what: string): string => {
    const found = byName.get(name);
    if (found !== undefined) return found;
    throw new PayloadError(
      `${object} has no column ${name} for ${what}; it has ${header.join(', ')}. Check that it is a statement.`,
      {
        code: 'COLUMN_MISSING',
        details: { object, path: name },
      },
    );
  };
  const amount = need(config.amount, 'the money (set `amount` to choose AMOUNT or COST)');
  const units = need('UNITS', 'the quantity');
  if (!byName.has('ISRC')) need('UPC', 'the recording or release, ISRC being absent, too');
  const currency = currencyHeaders.map((name) => byName.get(name)).find((name) => name !== undefined);
  const { currency: configured = '', territory = '', service = '' } = facts;
  if (currency === undefined && configured === '') {
    throw new ConfigError(
      `${object} does not say its currency, and none is configured for ${territory}/${service}; add { territory: ${territory}, service: ${service}, currency: … } to \`currencies\`.`,
      { code: 'CURRENCY_UNKNOWN', details: { object, territory, service } },
    );
  }
  return {
    amount,
    units,
    currency,
    vendor: byName.get('VENDOR_CODE'),
    territory: byName.get('TERRITORY_CODE'),
    start: byName.get('START_DATE'),
    end: byName.get('END_DATE'),
    product: byName.get('PRODUCT_TYPE_ID'),
    flag: byName.get('SALE_RETURN_FLAG'),
  };
}

/** The columns to bind besides those of the mapping. */
export function watchedColumns(header: StatementHeader): readonly string[] {
  return [...new Set(Object.values(header).filter((name): name is string => name !== undefined))];
}
