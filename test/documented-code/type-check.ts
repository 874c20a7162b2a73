import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Fence, placeOf } from './fences.ts';
import { root } from './pages.ts';

/** Below the root, so that names of packages are found; out of sight of every other tool. */
const folder = join(root, 'node_modules', '.cache', 'documented-code');

export interface TypeCheck {
  readonly faults: readonly string[];
  /** The compiled module of a block. */
  module(fence: Fence): string;
}

/** Compiles every block as a module of its own, under the rules of the repository; unused names are allowed in an example. */
export function typeCheck(fences: readonly Fence[]): TypeCheck {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const names = new Map(fences.map((fence) => [fence, `${fence.page.replaceAll(/[/.]/g, '-')}-${fence.line}`]));
  for (const [fence, name] of names)
    writeFileSync(join(folder, `${name}.ts`), `${fence.given}${fence.text}\nexport {};\n`);
  const compilerOptions = {
    ...{
      outDir: 'out',
      rootDir: '.',
      composite: false,
      declaration: false,
      emitDeclarationOnly: false,
      sourceMap: false,
      incremental: false,
    },
    ...{ noUnusedLocals: false, noUnusedParameters: false },
  };
  const files = [...names.values()].map((name) => `${name}.ts`);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../../../tsconfig.base.json', compilerOptions, files }),
  );
  const { stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', '.', '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
  });
  return {
    faults: stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => atPage(line, names)),
    module: (fence) => join(folder, 'out', `${names.get(fence)}.js`),
  };
}

/** A complaint of the compiler, at the line of the page. */
function atPage(complaint: string, names: ReadonlyMap<Fence, string>): string {
  const [, name, line = '1', rest] = /^(\S+)\.ts\((\d+),\d+\): (.*)$/.exec(complaint) ?? [];
  for (const [fence, known] of names) {
    if (known !== name) continue;
    const ahead = fence.given.split('\n').length - 1;
    return `${placeOf({ ...fence, line: fence.line + Number(line) - ahead })}: ${rest}`;
  }
  return complaint;
}
