import { Secret, type Static, Type } from '@ledgerline/core';

/** Where Reporter lives. Source: public clients, 2017 to 2026. */
export const defaultBaseUrl = 'https://reportingitc-reporter.apple.com';

const version = (description: string) => Type.Optional(Type.String({ pattern: '^\\d+_\\d+$', description }));

const Sales = Type.Object(
  {
    frequency: Type.Union([Type.Literal('daily'), Type.Literal('weekly'), Type.Literal('monthly')], {
      default: 'daily',
      description: 'Which reports to ask for. Choose one and keep to it: the same purchases stand in all three.',
    }),
    subType: Type.String({ default: 'Detailed', minLength: 1, description: 'Report subtype, as Apple names it.' }),
    version: version('Version of the report (`1_1`); needed once Apple answers that one is required.'),
  },
  { additionalProperties: false, default: {}, description: 'The `sales` feed.' },
);

const Streams = Type.Object(
  {
    subType: Type.Union([Type.Literal('Detailed'), Type.Literal('Summary')], {
      default: 'Detailed',
      description: '`Detailed` has one row per stream, `Summary` a column with their number.',
    }),
    version: Type.String({ default: '1_2', pattern: '^\\d+_\\d+$', description: 'Version of `amStreams`.' }),
    contentVersion: Type.String({ default: '1_2', pattern: '^\\d+_\\d+$', description: 'Version of `amContent`.' }),
  },
  { additionalProperties: false, default: {}, description: 'The `streams` feed.' },
);

const Finance = Type.Object(
  {
    regions: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        minItems: 1,
        uniqueItems: true,
        description: 'Only these region codes; every region Apple lists when absent.',
      }),
    ),
    reports: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        minItems: 1,
        uniqueItems: true,
        description: 'Only these report types (`Financial`); every type Apple lists when absent.',
      }),
    ),
    askAfterDays: Type.Integer({
      default: 14,
      minimum: 1,
      maximum: 55,
      description: 'Days after the end of a fiscal period before its reports are asked for the first time.',
    }),
  },
  { additionalProperties: false, default: {}, description: 'The `finance` feed.' },
);

/** The connector's configuration. */
export const AppleConfig = Type.Object(
  {
    accessToken: Secret({ description: 'Reporter access token, made by hand; it lives 180 days.' }),
    tokenCreated: Type.Optional(
      Type.String({
        pattern: '^\\d{4}-\\d{2}-\\d{2}$',
        description: 'The day the token was made; from day 170 on every run warns.',
      }),
    ),
    account: Type.Optional(
      Type.String({ minLength: 1, description: 'Account number; needed when the token sees more than one account.' }),
    ),
    vendors: Type.Optional(
      Type.Array(Type.String({ pattern: '^\\d+$' }), {
        minItems: 1,
        uniqueItems: true,
        description: 'Only these vendor numbers; every vendor Apple lists when absent.',
      }),
    ),
    zone: Type.Union(
      [
        Type.Literal('worldwide'),
        Type.Literal('americas'),
        Type.Literal('emea'),
        Type.Literal('japan'),
        Type.Literal('oceania'),
      ],
      {
        default: 'worldwide',
        description: 'Zone group of your agreement: decides when a day ends and when reports are due.',
      },
    ),
    sales: Sales,
    streams: Streams,
    finance: Finance,
    baseUrl: Type.String({
      default: defaultBaseUrl,
      pattern: '^https?://',
      description: 'Root of the Reporter service.',
    }),
  },
  { additionalProperties: false },
);

export type AppleConfig = Static<typeof AppleConfig>;
export type Frequency = AppleConfig['sales']['frequency'];
export type ZoneGroup = AppleConfig['zone'];
