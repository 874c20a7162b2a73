import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { type Answers, checkAnswers } from './answers.ts';
import { askFor, type Terminal } from './ask.ts';
import { type CommandLine, helpText, readCommandLine } from './command-line.ts';
import { packageFiles } from './package-files.ts';
import { type PackageSpecs, registrySpecs, tarballSpecs } from './package-specs.ts';
import { wordsOf } from './words.ts';
import { occupied, writePackage } from './write-package.ts';

/** The process as the command sees it. */
export interface Host {
  readonly cwd: string;
  /** Absent where nobody can be asked. */
  readonly terminal?: Terminal;
  say(text: string): void;
  complain(text: string): void;
}

const exitCodes = { ok: 0, usage: 2, brokenOff: 130 } as const;

function ownVersion(): string {
  const { version }: { version: string } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  );
  return version;
}

/** Copies the tarballs beside the package, so that it can be moved and checked in. */
function vendored(local: string, folder: string, repository: string | undefined): PackageSpecs {
  const tarballs = readdirSync(local).filter((name) => /^ledgerline-.*\.tgz$/.test(name));
  const specs = tarballSpecs(
    ownVersion(),
    tarballs.map((name) => `vendor/${name}`),
    repository,
  );
  mkdirSync(join(folder, 'vendor'), { recursive: true });
  for (const name of tarballs) copyFileSync(join(local, name), join(folder, 'vendor', name));
  return specs;
}

function create(answers: Answers, { folder: wanted, local, repository }: CommandLine, host: Host): number {
  const { packageName } = wordsOf(answers);
  const folder = resolve(host.cwd, wanted ?? packageName);
  const problem = occupied(folder);
  if (problem !== undefined) {
    host.complain(`${problem} Name another folder, or an empty one.`);
    return exitCodes.usage;
  }
  const specs =
    local === undefined
      ? registrySpecs(ownVersion(), repository)
      : vendored(resolve(host.cwd, local), folder, repository);
  const files = packageFiles(answers, specs);
  writePackage(folder, files);
  const place = relative(host.cwd, folder) || '.';
  host.say(`${packageName}: ${files.size} files in ${place}

  cd ${place}
  npm install
  npm test               the contract, against a fake that behaves as you said
  npm run conformance    the same as a table
  npm run demo           a real run, into demo/lake

Then make it yours: src/client.ts and src/records.ts say what is asked and what a row is, src/mock/fake-${answers.name}.ts what the API answers.
What is marked † is assumed.`);
  return exitCodes.ok;
}

/** Runs one command line and answers with the exit code. */
export async function main(words: readonly string[], host: Host): Promise<number> {
  let line: CommandLine;
  try {
    line = readCommandLine(words);
  } catch (error) {
    host.complain(`${error instanceof Error ? error.message : String(error)}\n\n${helpText}`);
    return exitCodes.usage;
  }
  if (line.help) {
    host.say(helpText);
    return exitCodes.ok;
  }
  const given = host.terminal === undefined ? line.given : await askFor(line.given, host.terminal);
  if (given === undefined) {
    host.complain('Nothing was written.');
    return exitCodes.brokenOff;
  }
  const answers = checkAnswers(given);
  if (!('name' in answers)) {
    host.complain(`${answers.join('\n')}\n\nNothing was written. --help tells what there is to choose from.`);
    return exitCodes.usage;
  }
  return create(answers, line, host);
}
