import { Type } from 'typebox';

/** The part of a pipeline that says when `ledgerline watch` runs it. */
export const ScheduleSchema = Type.Object(
  {
    cron: Type.Optional(
      Type.String({
        minLength: 9,
        examples: ['15 6 * * *'],
        description:
          'Minute, hour, day, month and weekday. Without it reports are looked for when they become due, and every so often.',
      }),
    ),
    zone: Type.String({
      default: 'UTC',
      examples: ['Europe/Berlin'],
      description: 'Time zone of `cron`.',
    }),
    everyHours: Type.Number({
      exclusiveMinimum: 0,
      maximum: 720,
      default: 6,
      description: 'Without `cron`: at the latest so long after the last run.',
    }),
    jitterMinutes: Type.Number({
      minimum: 0,
      maximum: 1440,
      default: 10,
      description: 'Runs are put off by up to this, so that not everybody asks a DSP at the full hour.',
    }),
  },
  { additionalProperties: false, default: {}, description: 'When `ledgerline watch` runs the pipeline.' },
);
