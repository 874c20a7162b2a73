import { Path, type Static, Type } from '@ledgerline/core';

const Directory = Type.Object(
  {
    kind: Type.Literal('directory'),
    path: Path({ description: 'The folder that files are left in; it is read, never written to.' }),
    minAgeMs: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 86_400_000,
        description:
          'A file changed less than this many milliseconds ago may still be written and waits for a later run. 0 takes files at once.',
      }),
    ),
  },
  { additionalProperties: false, description: 'A folder of this machine.' },
);

/** Where files are left; chosen by `kind`. */
export const DropConfig = Type.Union([Directory], { description: 'Where files are left.' });

export type DropConfig = Static<typeof DropConfig>;

export type DirectoryConfig = Static<typeof Directory>;
