import { ColumnMapSchema, type Static, Type } from '@ledgerline/core';
import { DropConfig } from '@ledgerline/drop';

const closed = { additionalProperties: false };

const Mapping = ColumnMapSchema({
  description:
    'A mapping of your own, field by field: header names, or `{ headers, optional, steps }`, `{ constant }`, `{ fromReport }`. Stands in place of `preset`.',
});

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
