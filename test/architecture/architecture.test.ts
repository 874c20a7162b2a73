import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { importsOf } from './imports.ts';
import {
  brokenFiles,
  brokenFloors,
  brokenOwners,
  brokenPackageArrows,
  cycles,
  loadedByIndex,
  missingConnectorRooms,
  type Sources,
} from './rules.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
});
const tracked = [...new Set(listed.split('\n'))].filter((file) => /\.(ts|mjs)$/.test(file));
const sources: Sources = new Map(
  tracked.flatMap((file) => {
    try {
      return [[file, readFileSync(root + file, 'utf8')] as const];
    } catch {
      return []; // deleted in the working tree, not yet in the index
    }
  }),
);
const products: Sources = new Map([...sources].filter(([file]) => /^packages\/[^/]+\/src\//.test(file)));

test('rooms of core import only from lower floors and never from a door', () => {
  expect(brokenFloors(products)).toEqual([]);
});

test('guarded packages are imported by the room that owns them', () => {
  expect(brokenOwners(products)).toEqual([]);
});

test('the door for authors loads neither container, logger nor policy library', () => {
  expect(loadedByIndex(products)).toEqual([]);
});

test('there is no circle of imports', () => {
  expect(cycles(products)).toEqual([]);
});

test('packages import each other only along the table', () => {
  expect(brokenPackageArrows(products)).toEqual([]);
});

test('every connector keeps the same ideas in files of the same names', () => {
  expect(missingConnectorRooms(products)).toEqual([]);
  const planted = new Map([['packages/connector-x/src/index.ts', '']]);
  expect(missingConnectorRooms(planted)).toContain('packages/connector-x has no src/records.ts');
});

test('files are short, well named, and take time, randomness and the network from outside', () => {
  expect(brokenFiles(sources)).toEqual([]);
});

test('an arrow against the floors is noticed', () => {
  const planted = new Map(products);
  planted.set('packages/core/src/money/planted.ts', "import type { Report } from '../contracts/report.ts';\n");
  planted.set('packages/core/src/http/planted.ts', "export { x } from '../policy/engine.ts';\n");
  planted.set('packages/core/src/sdk/planted.ts', "import '../index.ts';\n");
  expect(brokenFloors(planted)).toEqual([
    'packages/core/src/money/planted.ts (floor 1) imports packages/core/src/contracts/report.ts (floor 2)',
    'packages/core/src/http/planted.ts (floor 3) imports packages/core/src/policy/engine.ts (floor 3)',
    'packages/core/src/sdk/planted.ts imports the door packages/core/src/index.ts',
  ]);
});

test('a borrowed package, a circle, a foreign connector and a loose file are noticed', () => {
  const planted = new Map([
    ['packages/core/src/index.ts', "export * from './sdk/a.ts';\n"],
    ['packages/core/src/sdk/a.ts', "import { pino } from 'pino';\nimport './b.ts';\n"],
    ['packages/core/src/sdk/b.ts', "import type { A } from './a.ts';\n"],
    ['packages/connector-x/src/index.ts', "import y from '@ledgerline/connector-y';\n"],
    ['packages/connector-x/src/utils.ts', `${'const a = Date.now();\n'.repeat(301)}`],
    ['packages/connector-x/src/client.ts', "const reply = await fetch('https://example.test');\n"],
  ]);
  expect(brokenOwners(planted)).toHaveLength(1);
  expect(loadedByIndex(planted)).toHaveLength(1);
  expect(cycles(planted)).toHaveLength(1);
  expect(brokenPackageArrows(planted)).toHaveLength(1);
  expect(brokenFiles(planted)).toHaveLength(4);
});

test('type-only, multi-line and dynamic imports are told apart', () => {
  const source =
    "import {\n  type A,\n  b,\n} from './x.ts';\nimport { type C } from 'y';\nconst z = await import('z');\n";
  expect(importsOf(source)).toEqual([
    { specifier: './x.ts', typeOnly: false },
    { specifier: 'y', typeOnly: true },
    { specifier: 'z', typeOnly: false },
  ]);
});
