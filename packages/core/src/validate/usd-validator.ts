import { Type } from 'typebox';
import { CellTable } from '../bytes/cell-table.ts';
import { cellText } from '../bytes/cells.ts';
import { defineValidator } from '../contracts/define.ts';
import type { JsonValue } from '../contracts/json.ts';
import type { LookupTable, SharedTables } from '../contracts/state.ts';
import type { Finding, ValidatorSession } from '../contracts/validator.ts';
import { ConfigError } from '../errors/leaves.ts';
import { type Decimal, formatDecimal, parseDecimal } from '../money/decimal.ts';
import { referenceFiles } from './reference/reference-files.ts';
import { fillRates, rateOf, ratesFault } from './usd-rates.ts';

type Missing = 'flag' | 'reject' | 'stop';

const config = Type.Object(
  {
    rates: Type.String({
      minLength: 1,
      path: true,
      description: 'A delimited file with period (month or day), currency, and US dollars for one unit of it.',
    }),
    missing: Type.Union([Type.Literal('flag'), Type.Literal('reject'), Type.Literal('stop')], {
      default: 'flag',
      description: 'What an amount without a rate costs: nothing but a finding, the row, or the commit of the report.',
    }),
  },
  { additionalProperties: false },
);

/**
 * Adds what an amount is worth in US dollars by a table of rates; the amount stays as the DSP sent it.
 *
 * Units: `amountUsd` is amount × rate with all its digits: the scale is that of the amount and that of the rate together, nothing is
 * rounded. The rate is that of the row's own period, else of the month all its days lie in; one US dollar is one. An `amountUsd` that the
 * document brought is kept and flagged `USD_GIVEN`.
 * Order: after `identifiers`, which gives currencies their code. Errors: `RATE_MISSING` is flagged, rejected, or stops the commit; a file of
 * rates that is none ends the pipeline before it starts, with path and line.
 */
export const usdValidator = defineValidator({
  name: 'usd',
  version: '1.0.0',
  summary: 'Amounts in US dollars beside the original ones, by your own rates, with every digit.',
  config,
  fields: ['amount', 'currency', 'period', 'amountUsd'],
  phase: 'judge',
  async prepare({ rates }, { tables }) {
    await open(rates, tables);
    return JSON.stringify(referenceFiles(rates, ratesFault));
  },
  async open({ rates, missing }, { money, tables, resumed }) {
    if (!tables)
      throw new ConfigError('Rates need lookup tables, which this host does not give its validators.', {
        code: ratesFault,
      });
    return money ? createSession(await open(rates, tables), missing, resumed) : { check: () => undefined };
  },
});

async function open(path: string, tables: SharedTables): Promise<Pick<LookupTable, 'get'>> {
  const [file] = referenceFiles(path, ratesFault);
  if (file?.path !== path)
    throw new ConfigError(`${path} is a directory; name the file of rates.`, {
      code: ratesFault,
      details: { file: path },
    });
  return tables.open(`rates ${JSON.stringify(file)}`, (table) => fillRates(table, path));
}

interface Stops {
  count: number;
  first: string;
}

function createSession(
  table: Pick<LookupTable, 'get'>,
  missing: Missing,
  resumed: JsonValue | undefined,
): ValidatorSession {
  const stops: Stops = { count: 0, first: '', ...(resumed as Stops | undefined) };
  const rates = new CellTable(2, ([period = '', currency = '']) => ({
    rate: rateOf(table, period, currency),
    what: `there is no rate for ${currency || 'rows without a currency'} in ${period}`,
  }));
  return {
    check(batch, judge) {
      const amounts = batch.column('amount');
      if (!amounts) return;
      const keys = [batch.column('period'), batch.column('currency')];
      const given = batch.column('amountUsd');
      const found = rates.find(keys, batch.length, batch.alive);
      const known = rates.values();
      for (let index = 0; index < batch.length; index += 1) {
        if (batch.alive[index] === 0) continue;
        const amount = parseDecimal(cellText(amounts, index) ?? '');
        if (!amount) continue;
        if (given && cellText(given, index) !== undefined) {
          judge.flag(index, 'USD_GIVEN', 'amountUsd', 'amounts in US dollars came with the document and were kept');
          continue;
        }
        const { rate, what } = known[found[index]!]!;
        if (rate) batch.set('amountUsd', index, formatDecimal(product(amount, rate)));
        else if (missing === 'flag') judge.flag(index, 'RATE_MISSING', 'amountUsd', what);
        else if (missing === 'reject') {
          const place = `line ${batch.lines[index]} of ${batch.report.object}`;
          judge.reject(
            index,
            'RATE_MISSING',
            'amountUsd',
            `${sentence(what)}, ${place}; add it and replay the dead letter.`,
          );
        } else {
          stops.count += 1;
          stops.first ||= `${what}, line ${batch.lines[index]}`;
        }
      }
    },
    finish: () => (stops.count === 0 ? [] : [stopOf(stops)]),
    snapshot: () => ({ ...stops }),
  };
}

/** Exact: the product of two decimals has the digits of both. */
function product(left: Decimal, right: Decimal): Decimal {
  return { unscaled: left.unscaled * right.unscaled, scale: left.scale + right.scale };
}

function stopOf({ count, first }: Stops): Finding {
  const message = `${sentence(first)}; ${count} amounts have none. Add the rates and run again.`;
  return { code: 'RATE_MISSING', severity: 'error', message, field: 'amountUsd', count };
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
