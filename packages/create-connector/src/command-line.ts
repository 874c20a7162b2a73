import { parseArgs } from 'node:util';
import { type Answers, questions } from './answers.ts';

/** What a command line says. */
export interface CommandLine {
  readonly given: Readonly<Partial<Record<keyof Answers, string>>>;
  /** Where the package goes. @default a folder of its name */
  readonly folder?: string | undefined;
  /** A folder of tarballs of Ledgerline's packages, in place of the registry. */
  readonly local?: string | undefined;
  readonly repository?: string | undefined;
  readonly help: boolean;
}

export const helpText = `npm create @ledgerline/connector [folder] [-- options]

Writes a connector package for Ledgerline whose tests pass untouched. What is not given is asked for.

${questions
  .map(({ key, message, choices }) => {
    const all = Object.entries(choices ?? {}).map(([choice, hint]) => `      ${choice.padEnd(20)}${hint}`);
    return [`  --${key.padEnd(10)}${message}`, ...all].join('\n');
  })
  .join('\n')}
  --repository OWNER/NAME on GitHub, for package.json and provenance
  --local     a folder with tarballs of @ledgerline packages, to be used in place of the registry
  --help      this text

Example:
  npm create @ledgerline/connector -- --name nimbus --dsp "Nimbus Music" --auth bearer --listing cursor --format csv.gz
`;

const word = { type: 'string' } as const;

/** Errors: a TypeError of Node's own for options that are none. */
export function readCommandLine(words: readonly string[]): CommandLine {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      ...{ name: word, dsp: word, auth: word, listing: word, format: word, local: word, repository: word },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { local, repository, help, ...given } = values;
  return { given, folder: positionals[0], local, repository, help };
}
