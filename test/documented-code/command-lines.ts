import { packageFiles, registrySpecs } from '@ledgerline/create-connector';
import { createProgram } from '../../packages/cli/src/program.ts';
import { fakeHost } from '../../packages/cli/test/samples.ts';
import { type Fence, placeOf } from './fences.ts';
import { textOf } from './pages.ts';

type Command = ReturnType<typeof createProgram>;

interface PackageManifest {
  readonly scripts?: Readonly<Record<string, string>>;
}

/** Programs that a reader has and that say nothing about us. */
const atHand = new Set(['cat', 'cd', 'cp', 'curl', 'duckdb', 'export', 'git', 'gunzip', 'head', 'ls', 'mkdir', 'sort']);

/** What is wrong with the lines of a block of shell: commands, options and scripts that are not there. */
export function commandFaults(fence: Fence): string[] {
  const lines = fence.text.replaceAll(/\\\n\s*/g, ' ').split('\n');
  return lines.flatMap((line) =>
    commandsOf(line).flatMap((words) => {
      const fault = faultOf(words, fence);
      return fault === undefined ? [] : [`${placeOf(fence)}: ${words.join(' ')}: ${fault}`];
    }),
  );
}

/** The commands of a line as words, without comment, variables set for them, and where their output goes. */
function commandsOf(line: string): string[][] {
  const words = [...line.matchAll(/\[[^\]]*\]|'[^']*'|"[^"]*"|#.*$|\S+/g)].map(([word]) => word);
  const code = words.filter((word) => !word.startsWith('#')).map((word) => word.replaceAll(/^['"]|['"]$/g, ''));
  const commands: string[][] = [[]];
  for (let index = 0; index < code.length; index += 1) {
    const word = code[index]!;
    if (word === '|' || word === '&&' || word === ';') commands.push([]);
    else if (word === '>' || word === '<') index += 1;
    else if (!(commands.at(-1)?.length === 0 && /^[A-Z_]+=/.test(word))) commands.at(-1)?.push(word);
  }
  return commands.filter((command) => command.length > 0);
}

function faultOf([program = '', ...words]: readonly string[], fence: Fence): string | undefined {
  if (atHand.has(program)) return undefined;
  if (program === 'ledgerline') return ledgerlineFault(words);
  if (program === 'npx' || (program === 'pnpm' && words[0] === 'exec')) {
    const [tool = '', ...rest] = words.filter((word) => word !== '--' && word !== 'exec' && word !== '--yes');
    if (tool === 'ledgerline') return ledgerlineFault(rest);
    return isInstalled(tool) ? undefined : `${tool} is not among the tools of the repository`;
  }
  if (program === 'npm' || program === 'pnpm') return scriptFault(words, fence);
  if (program === 'node') return words.some((word) => textOf(word) !== undefined) ? undefined : 'there is no such file';
  return `what ${program} does is not checked`;
}

const isInstalled = (name: string): boolean =>
  ['vitest', 'biome', 'tsc', 'changeset', 'publint'].includes(name) ||
  textOf(`node_modules/${name}/package.json`) !== undefined;

/** A command of a package manager: a script, an installation, a generator. */
function scriptFault(given: readonly string[], fence: Fence): string | undefined {
  const end = given.includes('--') ? given.indexOf('--') : given.length;
  const [verb = '', ...words] = given.slice(0, end).filter((word) => !/^-/.test(word));
  if (['install', 'add', 'i'].includes(verb)) {
    const missing = words.find((name) => !name.endsWith('.tgz') && !isInstalled(name));
    return missing === undefined ? undefined : `${missing} is no package that the repository knows`;
  }
  if (verb === 'create' || verb === 'init') return generatorFault(words[0] ?? '');
  if (verb === 'changeset' || verb === 'pack') return undefined;
  const name = verb === 'run' ? (words[0] ?? '') : verb;
  if (name === 'ledgerline') return ledgerlineFault(given.slice(end + 1));
  const { scripts = {} } = manifestIn(fence.attributes.in);
  return Object.hasOwn(scripts, name) ? undefined : `there is no script ${name}`;
}

/** The manifest of this repository, or of a package as the generator writes it. */
function manifestIn(folder: string | undefined): PackageManifest {
  if (folder === undefined) return JSON.parse(textOf('package.json') ?? '{}');
  const name = folder.replace('ledgerline-connector-', '');
  const files = packageFiles(
    { name, dsp: name, auth: 'bearer', listing: 'cursor', format: 'csv.gz' },
    registrySpecs('0.0.0'),
  );
  return JSON.parse(files.get('package.json') ?? '{}');
}

function generatorFault(name: string): string | undefined {
  const made = name.replace(/@[\d.a-z]+$/, '').replace(/^@ledgerline\//, 'packages/create-');
  return textOf(`${made}/package.json`) === undefined ? `there is no generator ${name}` : undefined;
}

/** Whether the command line would take these words; nothing is run. */
function ledgerlineFault(given: readonly string[]): string | undefined {
  const { host, written } = fakeHost();
  let command: Command = createProgram(host, () => undefined);
  let words = [...given];
  try {
    for (;;) {
      const { operands, unknown } = command.parseOptions(words);
      const next = command.commands.find(
        (sub) => sub.name() === operands[0] || sub.aliases().includes(operands[0] ?? ''),
      );
      if (next === undefined) return endFault(command, operands, unknown);
      command = next;
      words = [...operands.slice(1), ...unknown];
    }
  } catch (error) {
    return written.err.trim() || String(error);
  }
}

function endFault(command: Command, operands: readonly string[], unknown: readonly string[]): string | undefined {
  if (['--help', '-h', '--version', '-V'].includes(unknown[0] ?? '')) return undefined;
  if (unknown.length > 0) return `\`${command.name()}\` has no option ${unknown[0]}`;
  if (command.commands.length > 0) return `\`${command.name()}\` has no command ${operands[0] ?? 'of no name'}`;
  const places = command.registeredArguments;
  if (operands.length < places.filter(({ required }) => required).length) return 'an argument is missing';
  if (operands.length > places.length && !places.at(-1)?.variadic) return `${operands[places.length]} is too much`;
  const lacking = command.options.find(
    (option) => option.mandatory && command.getOptionValue(option.attributeName()) === undefined,
  );
  return lacking === undefined ? undefined : `${lacking.long} is missing`;
}
