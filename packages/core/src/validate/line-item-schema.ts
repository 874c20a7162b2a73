import { Type } from 'typebox';
import { parsePeriod } from '../time/period.ts';

/**
 * A sale type names a return when it contains one of these words, in any case; only then, or when the amount is negative too, may units
 * be negative: some DSPs correct a month without naming it a return, and money taken back must not be lost.
 *
 * Negative amounts are allowed on every row: a correction of money without units is no return.
 */
export const returnWords = ['return', 'refund', 'reversal', 'adjustment'] as const;

const anyCase = (word: string) => word.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
const returnPattern = returnWords.map(anyCase).join('|');

const text = Type.String({ minLength: 1 });
const decimal = Type.String({ pattern: '^-?\\d+(?:\\.\\d+)?$', description: 'Exact decimal, digits as sent.' });
const period = Type.Refine(
  Type.String({
    pattern: '^\\d{4}-\\d{2}(?:-\\d{2}(?:--\\d{4}-\\d{2}-\\d{2})?)?$',
    description: 'YYYY-MM, YYYY-MM-DD or YYYY-MM-DD--YYYY-MM-DD, ends inclusive.',
  }),
  (value: string) => parsePeriod(value) !== undefined,
  () => 'must be days that exist, in order',
);
const currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217.' });

const common = {
  dsp: text,
  account: text,
  feed: text,
  isrc: Type.Optional(
    Type.String({
      pattern: '^[A-Z]{2}[A-Z0-9]{3}\\d{7}$',
      description: 'Without hyphens; absent when the row has none.',
    }),
  ),
  upc: Type.Optional(Type.String()),
  dspTrackId: Type.Optional(Type.String()),
  title: Type.Optional(Type.String()),
  artist: Type.Optional(Type.String()),
  territory: Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2, or ZZ.' }),
  territoryRaw: Type.Optional(Type.String()),
  period,
  saleType: text,
  tier: Type.Optional(Type.String()),
  units: Type.String({
    pattern: '^-?\\d+$',
    description: 'Integer, negative only when the sale type is a return or the amount is negative.',
  }),
  source: Type.Object(
    {
      report: text,
      line: Type.Integer({ minimum: 1, description: '1-based line of the decoded document.' }),
      provenance: Type.Optional(Type.Literal('file', { description: 'Only on rows of files that people brought.' })),
    },
    { additionalProperties: false },
  ),
};

const rules = {
  additionalProperties: false,
  // Units below zero, a sale type that is no return, and money that is not taken back either.
  not: {
    properties: {
      units: { pattern: '^-0*[1-9]' },
      saleType: { not: { pattern: returnPattern } },
      amount: { not: { pattern: '^-' } },
    },
    required: ['units', 'saleType'],
  },
  dependentRequired: { amount: ['currency'], currency: ['amount'], amountUsd: ['amount'] },
};

/** The strict core of a line item, as a JSON Schema: what every row of a lake fulfils. */
export const RoyaltyLineItemSchema = Type.Object(
  { ...common, amount: Type.Optional(decimal), currency: Type.Optional(currency), amountUsd: Type.Optional(decimal) },
  rules,
);

/** The same for a feed with money, where amount and currency are required. */
export const MoneyLineItemSchema = Type.Object(
  { ...common, amount: decimal, currency, amountUsd: Type.Optional(decimal) },
  rules,
);

/** The same for a feed of usage only, where neither may appear. */
export const UsageLineItemSchema = Type.Object(common, rules);
