import type { LookupTable } from '../contracts/state.ts';
import { type Decimal, parseDecimal } from '../money/decimal.ts';
import { formatPeriod, parsePeriod } from '../time/period.ts';
import { identifyCurrency } from './identifiers/currency.ts';
import { readReference } from './reference/read-reference.ts';
import { RecordFault } from './reference/record-splitter.ts';

export const ratesFault = 'RATES_INVALID';

/** Rates of a file that are remembered while it is read; ten years of days in 180 currencies are fewer. */
const maxRates = 1_000_000;

const columns = {
  period: { names: ['period', 'month', 'day', 'date'] },
  currency: { names: ['currency', 'currency code', 'from'] },
  rate: { names: ['rate', 'usd', 'usd rate', 'rate to usd', 'usd per unit'] },
};

/**
 * Fills a table from a file of rates: US dollars for one unit of a currency, in a month or on a day.
 *
 * Errors: ConfigError `RATES_INVALID` with path and line: no period, no currency, no positive decimal, two rates for one.
 */
export async function fillRates(table: Pick<LookupTable, 'put'>, path: string): Promise<void> {
  const seen = new Map<string, string>();
  await readReference(
    { path, code: ratesFault, columns },
    ({ period: rawPeriod, currency: rawCurrency, rate }, line) => {
      const period = parsePeriod(rawPeriod);
      if (!period)
        throw new RecordFault(line, `${JSON.stringify(rawPeriod)} is no month and no day (2026-03, 2026-03-05)`);
      const currency = identifyCurrency(rawCurrency).value;
      if (currency === undefined) throw new RecordFault(line, `${JSON.stringify(rawCurrency)} is no currency`);
      const value = parseDecimal(rate);
      if (value === undefined || value.unscaled <= 0n)
        throw new RecordFault(
          line,
          `${JSON.stringify(rate)} is no rate: a decimal above zero with a point is expected`,
        );
      if (currency === 'USD' && value.unscaled !== 10n ** BigInt(value.scale))
        throw new RecordFault(
          line,
          `one US dollar is ${rate} US dollars; leave the currency out or give it the rate 1`,
        );
      const key = `${formatPeriod(period)} ${currency}`;
      const other = seen.get(key);
      if (other !== undefined && other !== rate)
        throw new RecordFault(
          line,
          `${currency} has the rate ${rate} in ${formatPeriod(period)}, and ${other} further up`,
        );
      seen.set(key, rate);
      if (seen.size > maxRates) throw new RecordFault(line, `there are more than ${maxRates} rates`);
      table.put(key, [rate]);
    },
  );
}

/** The rate for a period: its own, else that of the month it lies in. One US dollar is one, whatever the file says. */
export function rateOf(table: Pick<LookupTable, 'get'>, period: string, currency: string): Decimal | undefined {
  if (currency === 'USD') return { unscaled: 1n, scale: 0 };
  const own = table.get(`${period} ${currency}`)?.[0];
  const text = own ?? table.get(`${monthOf(period)} ${currency}`)?.[0];
  return text === undefined ? undefined : parseDecimal(text);
}

/** The month that all days of a period lie in; '' when they lie in several. */
function monthOf(period: string): string {
  const days = parsePeriod(period);
  return days && days.start.slice(0, 7) === days.end.slice(0, 7) ? days.start.slice(0, 7) : '';
}
