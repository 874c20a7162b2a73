import { readdirSync, readFileSync } from 'node:fs';
import { createProgram } from '../packages/cli/src/program.ts';
import { markdownTable } from '../packages/cli/src/tables/settings-table.ts';
import { type OfferedFunction, offeredFunctions } from './offered-functions.ts';

type Command = ReturnType<typeof createProgram>;

/** What the rooms of core are to an author; what stands in other rooms is `More`. */
const rooms: Readonly<Record<string, string>> = {
  contracts: 'Declaring plugins',
  config: 'Configuration and payloads',
  sdk: 'Authentication, listings, jobs, due dates, columns',
  map: 'Mapping rows',
  decode: 'Formats',
  money: 'Money',
  time: 'Dates and periods',
  validate: 'Identifiers',
};

/** Every command with its arguments and options, as the program itself declares them. */
export function commandsPage(): string {
  const nobody = { write: () => undefined, terminal: false, colours: false };
  const host = { out: nobody, err: nobody, env: {}, signal: new AbortController().signal, secrets: new Set<string>() };
  const program = createProgram(host, () => undefined);
  const intro = 'Every command, from the program itself. `ledgerline COMMAND --help` prints the same with examples.';
  const all = ['## Options of every command', optionsTable(program), ...commandsBelow(program, 'ledgerline')];
  return ['# Commands', intro, ...all].join('\n\n').concat('\n');
}

function commandsBelow(command: Command, path: string): string[] {
  return command.commands.flatMap((sub) => {
    const name = `${path} ${sub.name()}`;
    if (sub.commands.length > 0) return commandsBelow(sub, name);
    const places = sub.registeredArguments.map((place) => {
      const shown = place.variadic ? `${place.name()}...` : place.name();
      return place.required ? `<${shown}>` : `[${shown}]`;
    });
    const usage = `\`${[name, ...places].join(' ')}\``;
    return [`## ${name}`, `${usage}: ${sub.description()}.`, ...(sub.options.length > 0 ? [optionsTable(sub)] : [])];
  });
}

function optionsTable({ options }: Command): string {
  return markdownTable(
    ['option', 'meaning', 'default'],
    options.map(({ flags, description, mandatory, defaultValue }) => [
      `\`${flags}\``,
      escaped(description),
      mandatory ? 'required' : typeof defaultValue === 'string' ? `\`${defaultValue}\`` : '',
    ]),
  );
}

/** Angle brackets are markup to the site. */
const escaped = (text: string): string =>
  text.replaceAll(/`[^`]*`|[<>]/g, (found) => ({ '<': '&lt;', '>': '&gt;' })[found] ?? found);

/** Every function of `@ledgerline/core` with the example of its docstring, which a test runs. */
export function sdkPage(): string {
  const functions = offeredFunctions();
  const intro = [
    'Every function that `@ledgerline/core` offers to authors, from its source. Each example runs as a test as it stands; in it, `assert` is',
    "Node's, `answering({ path: body })` a DSP that answers, `bodyOf(text)` a document, `rowsOf(source)` its rows, `idle` a context without network.",
  ].join('\n');
  const titles = [...new Set(Object.values(rooms)), 'More'];
  const sections = titles.flatMap((title) => {
    const here = functions.filter(({ file }) => (rooms[file.split('/')[0] ?? ''] ?? 'More') === title);
    return here.length === 0 ? [] : [`## ${title}`, ...here.map(functionSection)];
  });
  return ['# SDK', intro, ...sections].join('\n\n').concat('\n');
}

function functionSection({ name, file, signature, text, examples }: OfferedFunction): string {
  const plain = text.replaceAll(/\{@link (\w+)\}/g, '`$1`');
  const code = [signature, ...examples].map((part) => ['```ts', part.trimEnd(), '```'].join('\n'));
  return [`### ${name}`, escaped(plain), ...code, `<small>\`packages/core/src/${file}\`</small>`].join('\n\n');
}

/** The pages of reference that are made of code, by path below `docs/`. */
export function referencePages(): ReadonlyMap<string, string> {
  const reports = new URL('../api/', import.meta.url);
  return new Map([
    ['reference/commands.md', commandsPage()],
    ['reference/sdk.md', sdkPage()],
    ...readdirSync(reports).map(
      (file) =>
        [
          `reference/api/${file.replace('.md', '').replaceAll('.', '-')}.md`,
          readFileSync(new URL(file, reports), 'utf8'),
        ] as const,
    ),
  ]);
}
