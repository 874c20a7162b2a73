import { type Static, type TSchemaOptions, Type } from 'typebox';

const closed = { additionalProperties: false };

const Step = Type.Union([
  Type.Object({ kind: Type.Literal('upper') }, closed),
  Type.Object({ kind: Type.Literal('strip'), characters: Type.String() }, closed),
  Type.Object({ kind: Type.Literal('scale'), exponent: Type.Integer({ minimum: -30, maximum: 30 }) }, closed),
  Type.Object({ kind: Type.Literal('date'), pattern: Type.String({ minLength: 4 }) }, closed),
  Type.Object(
    {
      kind: Type.Literal('decimal'),
      mark: Type.Union([Type.Literal('.'), Type.Literal(',')]),
      thousands: Type.Optional(Type.String({ minLength: 1, maxLength: 1 })),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('table'),
      entries: Type.Record(Type.String(), Type.String()),
      otherwise: Type.Optional(Type.Union([Type.Literal('keep'), Type.Literal('reject')])),
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('blank'), values: Type.Array(Type.String()) }, closed),
]);

const Headers = Type.Array(Type.String({ minLength: 1 }), { minItems: 1, uniqueItems: true });

const Rule = Type.Union([
  Headers,
  Type.Object(
    { headers: Headers, optional: Type.Optional(Type.Boolean()), steps: Type.Optional(Type.Array(Step)) },
    closed,
  ),
  Type.Object({ constant: Type.String({ minLength: 1 }) }, closed),
  Type.Object({ fromReport: Type.String({ minLength: 1 }) }, closed),
]);

/** A rule of a mapping as a configuration writes it. */
export type ColumnRuleConfig = Static<typeof Rule>;

/** Fields that a mapping in a configuration may fill, with what they are. */
const fields = {
  isrc: 'The recording.',
  upc: 'The release: UPC, EAN or GTIN.',
  dspTrackId: 'The DSP’s own id of the track.',
  title: 'The title.',
  artist: 'The artist.',
  territory: 'Two letters, or what a `table` step makes two letters of. Needed.',
  period: 'The month or day of the row; `{ fromReport: period }` where rows do not say it. Needed.',
  saleType: 'Stream, download, return …; a `{ constant }` where all rows are of one kind. Needed.',
  tier: 'The product or offer.',
  units: 'A whole number. Needed.',
  amount: 'What is paid out. Needed where rows carry money.',
  currency: 'Three letters (ISO 4217). Needed where rows carry money.',
} as const;

/** A mapping as a configuration writes it. */
export type ColumnMapConfig = { readonly [Field in keyof typeof fields]?: ColumnRuleConfig };

/**
 * The schema of a mapping in a configuration, field by field; {@link columnMapOf} makes a mapping of it.
 *
 * @example
 * ```ts
 * const Config = Type.Object({ columns: ColumnMapSchema({ description: 'Which column is what.' }) });
 * assert.equal(Config.properties.columns.type, 'object');
 * ```
 */
export function ColumnMapSchema(options: TSchemaOptions = {}) {
  const part = (description: string) => Type.Optional({ ...Rule, description });
  return Type.Object(
    {
      isrc: part(fields.isrc),
      upc: part(fields.upc),
      dspTrackId: part(fields.dspTrackId),
      title: part(fields.title),
      artist: part(fields.artist),
      territory: part(fields.territory),
      period: part(fields.period),
      saleType: part(fields.saleType),
      tier: part(fields.tier),
      units: part(fields.units),
      amount: part(fields.amount),
      currency: part(fields.currency),
    },
    { ...closed, ...options },
  );
}
