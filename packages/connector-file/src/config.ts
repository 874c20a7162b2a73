import { type Static, Type } from '@ledgerline/core';
import { DropConfig } from '@ledgerline/drop';

const closed = { additionalProperties: false };

const Step = Type.Union([
  Type.Object({ kind: Type.Literal('upper') }, closed),
  Type.Object({ kind: Type.Literal('strip'), characters: Type.String() }, closed),
  Type.Object({ kind: Type.Literal('scale'), exponent: Type.Integer({ minimum: -30, maximum: 30 }) }, closed),
  Type.Object({ kind: Type.Literal('date'), pattern: Type.String({ minLength: 4 }) }, closed),
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

/** The fields a mapping of one's own may fill, with what they are. */
const fields = [
  ['isrc', 'The recording.'],
  ['upc', 'The release: UPC, EAN or GTIN.'],
  ['dspTrackId', 'The DSP’s own id of the track.'],
  ['title', 'The title.'],
  ['artist', 'The artist.'],
  ['territory', 'Two letters, or what a `table` step makes two letters of. Needed.'],
  ['period', 'The month or day of the row; `{ fromReport: period }` where rows do not say it. Needed.'],
  ['saleType', 'Stream, download, return …; a `{ constant }` where all rows are of one kind. Needed.'],
  ['tier', 'The product or offer.'],
  ['units', 'A whole number. Needed.'],
  ['amount', 'What is paid out. Needed by `royalties`.'],
  ['currency', 'Three letters (ISO 4217). Needed by `royalties`.'],
] as const;

const Mapping = Type.Object(
  Object.fromEntries(fields.map(([field, description]) => [field, Type.Optional({ ...Rule, description })])),
  {
    ...closed,
    description:
      'A mapping of your own, field by field: header names, or `{ headers, optional, steps }`, `{ constant }`, `{ fromReport }`. Stands in place of `preset`.',
  },
);

const DialectConfig = Type.Object(
  {
    encoding: Type.Optional(
      Type.Union(
        [
          Type.Literal('utf-8'),
          Type.Literal('utf-16le'),
          Type.Literal('utf-16be'),
          Type.Literal('windows-1252'),
          Type.Literal('latin1'),
        ],
        { description: 'The charset; found out without it.' },
      ),
    ),
    delimiter: Type.Optional(
      Type.Union([Type.Literal(','), Type.Literal(';'), Type.Literal('tab'), Type.Literal('|')], {
        description: 'What stands between cells; found out without it.',
      }),
    ),
    quote: Type.Optional(Type.Boolean({ description: 'Whether cells may stand in double quotes.' })),
    headerLine: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'The line of the header.' })),
    decimal: Type.Optional(
      Type.Union([Type.Literal('.'), Type.Literal(',')], {
        description: 'The mark before decimals; needed when no cell decides whether 1.234 is more than a thousand.',
      }),
    ),
    thousands: Type.Optional(Type.String({ maxLength: 1, description: 'The mark between thousands; empty for none.' })),
    dates: Type.Optional(
      Type.String({
        examples: ['D/M/YYYY', 'ISO'],
        description: 'How dates are written; needed when no cell decides whether 03/04/2026 is in March or in April.',
      }),
    ),
  },
  { ...closed, description: 'How the files are written, where that cannot be found out or is found out wrongly.' },
);

/** The connector's configuration. */
export const FileConfig = Type.Object(
  {
    drop: DropConfig,
    prefix: Type.String({ default: '', description: 'Only files whose path in the drop begins with this.' }),
    as: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*$',
        examples: ['deezer/sales'],
        description: 'Whose reports the files of `royalties` and `usage` are: DSP/feed.',
      }),
    ),
    preset: Type.Optional(
      Type.String({
        examples: ['ledgerline/standard', 'ledgerline/csv'],
        description: 'The kind of file that `royalties` and `usage` read; `ledgerline/standard` without it.',
      }),
    ),
    columns: Type.Optional(Mapping),
    ignore: Type.Optional(
      Type.Array(Type.String(), { description: 'With `columns`: headers that are known and not mapped.' }),
    ),
    period: Type.Optional(
      Type.String({
        examples: ['2026-03'],
        description: 'The period, where neither name nor content of a file says it.',
      }),
    ),
    scope: Type.Optional(
      Type.String({
        minLength: 1,
        examples: ['streaming-all'],
        description: 'What tells the report apart from others of its period, where the file does not say it.',
      }),
    ),
    facts: Type.Record(Type.String(), Type.String(), {
      default: {},
      examples: [{ currency: 'EUR' }],
      description: 'Constants that files of the preset do not say: `currency`, `region`, `service`.',
    }),
    dialect: { ...DialectConfig, default: {} },
    after: Type.Union([Type.Literal('leave'), Type.Literal('move'), Type.Literal('mark')], {
      default: 'leave',
      description:
        'What becomes of a file that was taken: left, moved into `.taken/`, or marked by a hidden file beside it. Folders only.',
    }),
    files: Type.Optional(
      Type.Array(
        Type.Object(
          {
            path: Type.String({ minLength: 1, description: 'Its path in the drop.' }),
            sha256: Type.Optional(Type.String({ description: 'What it must unpack to.' })),
          },
          closed,
        ),
        { description: 'Only these files, by their path in the drop.' },
      ),
    ),
  },
  closed,
);

export type FileConfig = Static<typeof FileConfig>;
export type DialectConfig = FileConfig['dialect'];
