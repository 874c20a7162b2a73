import { Path, Secret, type Static, Type } from '@ledgerline/core';

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

const Bucket = Type.Object(
  {
    kind: Type.Literal('s3'),
    bucket: Type.String({
      pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
      description: 'The name of the bucket; it is read, never written to.',
    }),
    region: Type.String({ minLength: 1, description: 'The region that requests are signed for, such as `eu-west-1`.' }),
    endpoint: Type.Optional(
      Type.String({
        pattern: '^https?://[^/?#]+/?$',
        description: 'Origin of a compatible store; without it Amazon S3 in the region.',
      }),
    ),
    pathStyle: Type.Optional(
      Type.Boolean({
        description:
          'Whether the bucket stands in the path rather than in the host name. Without it: yes with `endpoint` or a dot in the name, else no.',
      }),
    ),
    prefix: Type.Optional(
      Type.String({ description: 'Only keys that begin with this; paths of the drop begin behind it.' }),
    ),
    accessKeyId: Type.Optional(Type.String({ minLength: 1, description: 'Id of the access key.' })),
    secretAccessKey: Type.Optional(Secret({ description: 'The access key itself.' })),
    sessionToken: Type.Optional(Secret({ description: 'Goes with a temporary access key.' })),
    credentialsFile: Type.Optional(
      Path({
        description:
          'A file of shared credentials (`aws_access_key_id = …`), in place of the three above. Read again when the store says that a key expired.',
      }),
    ),
    profile: Type.Optional(
      Type.String({ minLength: 1, description: 'The section of the credentials file; `default` without it.' }),
    ),
  },
  { additionalProperties: false, description: 'An S3-compatible bucket.' },
);

const Sftp = Type.Object(
  {
    kind: Type.Literal('sftp'),
    host: Type.String({ minLength: 1, description: 'Name or address of the host.' }),
    port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535, description: '22 without it.' })),
    username: Type.String({ minLength: 1, description: 'The name to log in with.' }),
    password: Type.Optional(Secret({ description: 'The password; either this or `privateKey`.' })),
    privateKey: Type.Optional(Secret({ description: 'A private key as text (PEM or OpenSSH).' })),
    passphrase: Type.Optional(Secret({ description: 'Opens the private key.' })),
    hostKeys: Type.Array(Type.String({ pattern: '^SHA256:[A-Za-z0-9+/]{43}=?$' }), {
      minItems: 1,
      description:
        'Fingerprints of the host key as `ssh-keygen -lf` prints them (`SHA256:…`); a host with another key is refused.',
    }),
    path: Type.Optional(Type.String({ minLength: 1, description: 'The folder of the drop; `/` without it.' })),
    minAgeMs: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 86_400_000,
        description: 'A file changed less than this many milliseconds ago waits for a later run; 60000 without it.',
      }),
    ),
    lookAgainMs: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 600_000,
        description:
          'Time between the two looks at which size and time of a file must be the same; 5000 without it, 0 looks once.',
      }),
    ),
  },
  { additionalProperties: false, description: 'A folder of an SFTP host.' },
);

/** Where files are left; chosen by `kind`. */
export const DropConfig = Type.Union([Directory, Bucket, Sftp], { description: 'Where files are left.' });

export type DropConfig = Static<typeof DropConfig>;

export type DirectoryConfig = Static<typeof Directory>;
export type BucketConfig = Static<typeof Bucket>;
export type SftpConfig = Static<typeof Sftp>;
