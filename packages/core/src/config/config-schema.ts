import { type Static, Type } from 'typebox';
import { FallbackSchema, SourcesDifferSchema } from './fallback-schema.ts';
import { Path } from './path.ts';
import { ScheduleSchema } from './schedule-schema.ts';

/** Names stand in report identities and file paths, so they are plain. */
const namePattern = '^[A-Za-z0-9][A-Za-z0-9._-]*$';
const Name = Type.String({ pattern: namePattern, examples: ['my-label'] });
const NameKey = Type.String({ pattern: namePattern });
const PluginSettings = Type.Record(Type.String(), Type.Unknown());
const closed = { additionalProperties: false };

const MonthOrDay = (description: string) =>
  Type.String({
    pattern: '^\\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?$',
    examples: ['2026-01', '2026-01-31'],
    description,
  });

const PluginUse = (what: string) =>
  Type.Object(
    {
      use: Type.String({
        minLength: 1,
        description: `The ${what}: a short name, a package or a path; other keys are its config.`,
      }),
    },
    { additionalProperties: true },
  );

const share = (description: string) => Type.Number({ minimum: 0, maximum: 1, description });

const Budget = Type.Object(
  {
    rejectedRows: Type.Optional(
      Type.Integer({ minimum: 0, description: 'A report with more rejected rows is not committed.' }),
    ),
    rejectedRatio: Type.Number({
      minimum: 0,
      maximum: 1,
      default: 0.01,
      description: 'A report with a larger part of its rows rejected is not committed.',
    }),
    rejectedUnits: Type.Optional(
      Type.String({
        pattern: '^\\d{1,30}$',
        examples: ['1000'],
        description: 'A report with rejected rows of more units is not committed.',
      }),
    ),
    rejectedUnitsRatio: Type.Optional(share('A report with a larger part of its units rejected is not committed.')),
    rejectedAmount: Type.Optional(
      Type.Record(
        Type.String({ pattern: '^([A-Z]{3}|\\*)$' }),
        Type.String({ pattern: '^\\d{1,30}(\\.\\d{1,30})?$', examples: ['250.00'] }),
        {
          description:
            'A report with rejected rows of more money is not committed: exact amounts in quotes by currency, "*" for those not named.',
        },
      ),
    ),
    rejectedAmountRatio: Type.Optional(
      share('A report with a larger part of the money of a currency rejected is not committed.'),
    ),
  },
  { ...closed, default: {}, description: 'How much may be rejected before a report is not committed.' },
);

const Due = Type.Object(
  {
    day: Type.Optional(Type.Integer({ minimum: 1, maximum: 31, description: 'Day of the month it is due on.' })),
    afterMonths: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 24,
        description: 'With `day`: months between the period and that month; 1 without it.',
      }),
    ),
    afterDays: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 3650, description: 'In place of `day`: days after the period’s last day.' }),
    ),
    hour: Type.Optional(Type.Integer({ minimum: 0, maximum: 23, description: 'Hour of that day; 0 without it.' })),
    minute: Type.Optional(Type.Integer({ minimum: 0, maximum: 59, description: 'Minute of that hour; 0 without it.' })),
    zone: Type.Optional(
      Type.String({ examples: ['Europe/Berlin'], description: 'Time zone of hour and day; UTC without it.' }),
    ),
    graceDays: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 3650,
        description: 'Days after the due date before a report is missing and not just late; 0 without it.',
      }),
    ),
    from: Type.Optional(MonthOrDay('The first month or day expected; `since` without it.')),
  },
  closed,
);

const Pipeline = Type.Object(
  {
    connector: Type.String({ minLength: 1, description: 'A short name, a package or a path.' }),
    accounts: Type.Union(
      [
        Type.Array(Name, { minItems: 1, uniqueItems: true }),
        Type.Record(NameKey, Type.Union([Type.Null(), PluginSettings]), { minProperties: 1 }),
      ],
      { description: 'Whose reports: a list of names, or a map from name to config laid over `config`.' },
    ),
    feeds: Type.Optional(
      Type.Array(Type.String(), {
        minItems: 1,
        uniqueItems: true,
        description: 'Kinds of report; all that the config suffices for when absent.',
      }),
    ),
    config: Type.Optional({ ...PluginSettings, description: "The connector's config." }),
    validators: Type.Array(Type.String({ minLength: 1 }), {
      uniqueItems: true,
      default: ['schema', 'identifiers'],
      description: 'Names of validators, or of entries under `validators`.',
    }),
    sink: Type.Optional(Type.String({ description: 'An entry under `sinks`; the only one when absent.' })),
    policy: Type.Optional(
      Type.Union([Type.String(), PluginSettings], { description: 'An entry under `policies`, or the policy itself.' }),
    ),
    since: MonthOrDay('The first month or day to have.'),
    until: Type.Optional(MonthOrDay('The last month or day to have, inclusive; open when absent.')),
    due: Type.Optional(
      Type.Record(NameKey, Due, {
        description:
          'When reports of a feed are due, by feed; what the connector knows without it. A report past it is missing: `run` and `status` end with 1.',
      }),
    ),
    schedule: ScheduleSchema,
    fallback: Type.Optional(FallbackSchema),
    sourcesDiffer: SourcesDifferSchema,
    budget: Budget,
    concurrency: Type.Integer({ minimum: 1, maximum: 64, default: 2, description: 'Reports at once.' }),
    checkpointRows: Type.Integer({
      minimum: 1024,
      default: 262_144,
      description: 'Rows between durable checkpoints; what a killed run has to read again at most.',
    }),
  },
  closed,
);

/** The schema of `ledgerline.yaml`; configs of plugins are checked by their own schemas. */
export const ConfigSchema = Type.Object(
  {
    state: Path({ default: '.ledgerline/state.sqlite', description: 'The state store, relative to this file.' }),
    spool: Path({ default: '.ledgerline/spool', description: 'Where downloads wait, relative to this file.' }),
    seed: Type.Optional(Type.Integer({ minimum: 0, description: 'Makes waiting times reproducible.' })),
    sinks: Type.Record(NameKey, PluginUse('sink'), { minProperties: 1, description: 'Where rows go, by name.' }),
    policies: Type.Record(NameKey, PluginSettings, { default: {}, description: 'Policies by name.' }),
    validators: Type.Record(NameKey, PluginUse('validator'), {
      default: {},
      description: 'Configured validators by name.',
    }),
    pipelines: Type.Record(NameKey, Pipeline, { minProperties: 1, description: 'What to ingest, by name.' }),
  },
  closed,
);

export type ConfigFile = Static<typeof ConfigSchema>;
export type PipelineFile = Static<typeof Pipeline>;
