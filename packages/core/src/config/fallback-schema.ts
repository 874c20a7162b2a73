import { Type } from 'typebox';

const settings = Type.Record(Type.String(), Type.Unknown());
const oneOf = (...names: readonly string[]) => Type.Union(names.map((name) => Type.Literal(name)));
const reasons = ['gave-up', 'circuit-open', 'gone', 'past-due'];

/** The part of a pipeline that says which files stand in for the DSP, and when. */
export const FallbackSchema = Type.Object(
  {
    connector: Type.String({
      minLength: 1,
      default: 'file',
      description: 'What reads the files: a short name, a package or a path.',
    }),
    feeds: Type.Optional(
      Type.Array(Type.String(), {
        minItems: 1,
        uniqueItems: true,
        description: 'Kinds of file; all that stand for reports of this pipeline when absent.',
      }),
    ),
    config: Type.Optional({ ...settings, description: 'The config of what reads the files: where they are left.' }),
    accounts: Type.Optional(
      Type.Record(Type.String(), Type.Union([Type.Null(), settings]), {
        description: 'By account of the pipeline, config laid over `config`: a place of its own for each.',
      }),
    ),
    when: Type.Array(oneOf(...reasons), {
      minItems: 1,
      uniqueItems: true,
      default: reasons,
      description:
        'Reasons that a report must have, one of them: the DSP’s side failed for good, has put us off for long, is no longer there, or is past its promised date.',
    }),
    circuitOpenHours: Type.Number({
      minimum: 0,
      maximum: 8760,
      default: 24,
      description:
        'How long the DSP must have put us off, with nothing delivered in between, before `circuit-open` holds.',
    }),
  },
  {
    additionalProperties: false,
    description: 'Files that are taken as the reports that the DSP does not deliver, report by report.',
  },
);

/** What becomes of two sources that differ about one report. */
export const SourcesDifferSchema = Type.Union(
  [Type.Literal('hold'), Type.Literal('api-wins'), Type.Literal('file-wins')],
  {
    default: 'hold',
    description:
      'What stands when the DSP and a file of a person deliver one report and differ: what is in force, until a person decides; the DSP’s; or the file’s.',
  },
);
