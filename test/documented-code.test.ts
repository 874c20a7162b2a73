import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { commandFaults } from './documented-code/command-lines.ts';
import { configFaults } from './documented-code/config-blocks.ts';
import { type Fence, fencesOf, placeOf } from './documented-code/fences.ts';
import { documentedFences } from './documented-code/pages.ts';
import { queryFaults } from './documented-code/query-blocks.ts';
import { quotedFileFaults } from './documented-code/quoted-file.ts';
import { typeCheck } from './documented-code/type-check.ts';

const fences = documentedFences();

const isQuoted = ({ attributes }: Fence): boolean => attributes.file !== undefined;
const inLanguage = (language: string): Fence[] =>
  fences.filter((fence) => !isQuoted(fence) && fence.language === language);

/** `text` is for pictures and for what a program prints; a line that could be typed is no such thing. */
function textFaults(fence: Fence): string[] {
  const typed = fence.text
    .split('\n')
    .find((line) => /^\s*(\$ |ledgerline |npm |pnpm |npx |import |const )/.test(line));
  return typed === undefined ? [] : [`${placeOf(fence)}: shows code as text: ${typed.trim()}`];
}

function jsonFaults(fence: Fence): string[] {
  try {
    JSON.parse(fence.text);
    return [];
  } catch (error) {
    return [`${placeOf(fence)}: ${String(error)}`];
  }
}

test('no block escapes: each says its language, and each language is checked', () => {
  const known = ['ts', 'yaml', 'sh', 'sql', 'json', 'text'];
  expect(
    fences
      .filter(({ language, ...fence }) => !isQuoted({ language, ...fence }) && !known.includes(language))
      .map(placeOf),
  ).toEqual([]);
  expect(fences.length).toBeGreaterThan(40);
});

test('a block that names a file is that file, letter by letter, and a test uses the file', () => {
  expect(fences.filter(isQuoted).flatMap(quotedFileFaults)).toEqual([]);
});

test('TypeScript compiles as it stands, and runs where the page says so', async () => {
  const blocks = inLanguage('ts');
  const { faults, module } = typeCheck(blocks);
  expect(faults).toEqual([]);
  const run = blocks.filter(({ attributes }) => 'run' in attributes);
  expect(run.length).toBeGreaterThan(0);
  for (const fence of run) await import(pathToFileURL(module(fence)).href);
});

test('YAML is a configuration that `ledgerline validate` finds right', async () => {
  for (const fence of inLanguage('yaml')) expect(await configFaults(fence)).toEqual([]);
});

test('a command in a shell block is one that can be given', () => {
  expect(inLanguage('sh').flatMap(commandFaults)).toEqual([]);
});

test('a query finds rows in a lake, JSON can be read, and text is no code', async () => {
  for (const fence of inLanguage('sql')) expect(await queryFaults(fence)).toEqual([]);
  expect(inLanguage('json').flatMap(jsonFaults)).toEqual([]);
  expect(inLanguage('text').flatMap(textFaults)).toEqual([]);
});

test('what is wrong in a block is told with its page and line', async () => {
  const page = [
    ...[
      '# A page',
      '',
      '<!-- given',
      'declare const rows: number;',
      '-->',
      '',
      '```ts',
      'const amount: string = rows;',
      '```',
    ],
    ...[
      '```ts file=examples/readme/connector.ts',
      'import nothing;',
      '```',
      '```yaml',
      'pipelines: { p: { sinse: 2026-01 } }',
      '```',
    ],
    ...[
      '```sh',
      'ledgerline pla                # a comment',
      'ledgerline dlq discard ID',
      'npm run nothing | ledgerline lake files --asof x',
      'rm -rf /',
      '```',
    ],
    ...['```sql', 'SELECT 1 WHERE false', '```', '```json', '{', '```', '```text', 'npm test', '```'],
  ].join('\n');
  const [typed, quoted, yaml, sh, sql, json, text] = fencesOf('page.md', page) as [
    Fence,
    Fence,
    Fence,
    Fence,
    Fence,
    Fence,
    Fence,
  ];
  expect(typeCheck([typed]).faults).toEqual([
    "page.md:8: error TS2322: Type 'number' is not assignable to type 'string'.",
  ]);
  expect(quotedFileFaults(quoted)).toEqual(['page.md:10: is not what examples/readme/connector.ts says']);
  expect((await configFaults(yaml)).join()).toContain('did you mean "since"?');
  expect(commandFaults(sh)).toEqual([
    'page.md:16: ledgerline pla: `ledgerline` has no command pla',
    'page.md:16: ledgerline dlq discard ID: --why is missing',
    'page.md:16: npm run nothing: there is no script nothing',
    'page.md:16: ledgerline lake files --asof x: `files` has no option --asof',
    'page.md:16: rm -rf /: what rm does is not checked',
  ]);
  expect(
    [...(await queryFaults(sql)), ...jsonFaults(json), ...textFaults(text)].map((fault) => fault.slice(0, 10)),
  ).toEqual(['page.md:22:', 'page.md:25:', 'page.md:28:'].map((place) => place.slice(0, 10)));
});
